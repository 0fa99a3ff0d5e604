package io.rolecall.driver;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;

import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Samples;
import io.rolecall.token.RolecallTokenIdentifier;
import io.rolecall.token.RolecallTokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;

/** Grants and tokens of the role {@code r1}, {@link Samples#ROLE}. */
public final class Grants {

  private Grants() {}

  /** The n-th session of the role for a location, with half an hour to live. */
  public static SessionGrant granting(int session, String... locations) {
    return granting(START, session, locations);
  }

  public static SessionGrant granting(Instant writtenAt, int session, String... locations) {
    return of(
        writtenAt,
        new GrantedRole(
            Samples.ROLE, session(session, writtenAt.plus(Duration.ofMinutes(30))), null),
        locations);
  }

  /** Why there is no session. */
  public static SessionGrant failing(Kind kind, String message, String... locations) {
    return of(
        START,
        new GrantedRole(Samples.ROLE, null, new SessionException(kind, message, null)),
        locations);
  }

  private static SessionGrant of(Instant writtenAt, GrantedRole role, String... locations) {
    List<GrantedRoute> routes =
        Arrays.stream(locations)
            .<GrantedRoute>map(
                location -> new GrantedRoute.ToRole(S3Location.parse(location), "r1"))
            .toList();
    return new SessionGrant("job-1", writtenAt, routes, Map.of("r1", role));
  }

  /** A driver's answer that knows what a grant says. */
  public static GrantAnswer answer(SessionGrant grant, GrantRequest request) {
    Map<PlaceOfSet, GrantedBucket> buckets = new LinkedHashMap<>();
    grant
        .routes()
        .forEach(
            route -> {
              String bucket = route.place().toLocation().orElseThrow().bucket();
              buckets.put(
                  new BucketOfSet(PlaceOfSet.BASE, bucket), GrantedBucket.of(grant, bucket));
            });
    Map<RoleOfSet, RoleAnswer> roles = new LinkedHashMap<>();
    request.roles().forEach(role -> roles.put(role, answer(role, grant)));
    return new GrantAnswer(grant.job(), grant.writtenAt(), buckets, roles);
  }

  private static RoleAnswer answer(RoleOfSet role, SessionGrant grant) {
    GrantedRole granted = grant.roles().get(role.fingerprint());
    if (granted == null) {
      return AskedRole.unknown(role);
    }
    Session session = granted.session();
    return session == null
        ? RoleAnswer.Failed.of(requireNonNull(granted.failure()))
        : new RoleAnswer.Granted(session);
  }

  public static Session session(int number, Instant expiration) {
    return Samples.session(number, expiration);
  }

  /** Gives a user a token of a bucket. */
  public static void addToken(UserGroupInformation user, String bucket, SessionGrant grant)
      throws IOException {
    RolecallTokenIdentifier identifier =
        RolecallTokenIdentifier.create(
            URI.create("s3a://" + bucket),
            new Text(user.getShortUserName()),
            new Text(),
            "test",
            new EncryptionSecrets(),
            grant);
    user.addToken(RolecallTokens.token(identifier));
  }
}
