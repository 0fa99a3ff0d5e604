package io.rolecall.delegation;

import io.rolecall.declaration.Declarations;
import io.rolecall.grant.RenewedGrant;
import io.rolecall.job.SessionIssuer;
import io.rolecall.renewal.LiveSession;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.TokenLocations;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/**
 * The tokens of a job, for whoever makes them again each time their sessions are renewed. The first
 * ones are all of them or none, as {@link JobTokens#collect} says, and settle buckets and routes.
 * From then on each role stands for itself: of one that cannot be renewed, the next tokens have the
 * session before, for as long as it is valid. Sessions are held, and each role is renewed by
 * itself, until this is closed. Not thread-safe, but for closing.
 */
public final class RenewedTokens implements AutoCloseable {

  private final Configuration conf;
  private final String renewer;
  private final MintingUser user;
  private final SessionIssuer sessions;
  private List<Bucket> buckets = List.of();

  private RenewedTokens(
      Configuration conf, String renewer, MintingUser user, SessionIssuer sessions) {
    this.conf = conf;
    this.renewer = renewer;
    this.user = user;
    this.sessions = sessions;
  }

  private record Bucket(Token<?> first, TokenLocations locations, RenewedGrant grant) {

    Token<?> now() throws IOException {
      return RolecallTokens.renewed(first, locations.carriedAgain(grant.now()));
    }
  }

  /**
   * The tokens of the current user. Reads the routes; nothing is minted yet.
   *
   * @param conf the job's Hadoop configuration
   * @param renewer the tokens' renewer; nobody renews a session, so it is only noted
   * @return the tokens; to be closed
   * @throws IOException if the user cannot be determined, or has tokens that he would get again
   * @throws io.rolecall.config.ConfigException if the configuration cannot be used
   */
  public static RenewedTokens open(Configuration conf, String renewer) throws IOException {
    MintingUser user = MintingUser.of(conf);
    try {
      return new RenewedTokens(conf, renewer, user, user.doAs(() -> SessionIssuer.create(conf)));
    } catch (IOException | RuntimeException | Error e) {
      user.close();
      throw e;
    }
  }

  /**
   * The first tokens. After a failure it may be tried again: sessions that were got are kept.
   *
   * @return one for each bucket; none if no bucket is routed
   * @throws IOException if a bucket's cannot be had; says why
   */
  public List<Token<?>> first() throws IOException {
    List<String> names = JobBuckets.of(conf);
    List<Token<?>> tokens =
        BucketTokens.of(
            names,
            bucket ->
                user.doAs(() -> BucketToken.get(URI.create("s3a://" + bucket), conf, renewer)));
    List<Bucket> settled = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Token<?> token = tokens.get(i);
      settled.add(user.doAs(() -> bucket(name, token)));
    }
    buckets = settled;
    return tokens;
  }

  private Bucket bucket(String name, Token<?> first) throws IOException {
    RoutedBucket routed =
        Declarations.admit(conf, name)
            .of(name, HadoopUser.of(UserGroupInformation.getCurrentUser()));
    TokenLocations locations = TokenLocations.of(routed.config());
    return new Bucket(first, locations, sessions.renewed(routed, locations.named()));
  }

  /**
   * The roles of the tokens.
   *
   * @return their live sessions, each once; none before the first tokens
   */
  public Collection<LiveSession> roles() {
    Set<LiveSession> roles = new LinkedHashSet<>();
    buckets.forEach(bucket -> roles.addAll(bucket.grant().wanted()));
    return roles;
  }

  /**
   * The tokens with the sessions that there are now. Waits for none, and makes no call.
   *
   * @return one for each bucket
   * @throws IOException if they would carry too much
   */
  public List<Token<?>> now() throws IOException {
    List<Token<?>> tokens = new ArrayList<>();
    for (Bucket bucket : buckets) {
      tokens.add(bucket.now());
    }
    return tokens;
  }

  /** Gives the sessions up, unless others in this process use them. */
  @Override
  public void close() throws IOException {
    try {
      sessions.close();
    } finally {
      user.close();
    }
  }
}
