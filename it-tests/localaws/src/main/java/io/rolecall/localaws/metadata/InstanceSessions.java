package io.rolecall.localaws.metadata;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.sts.RoleSessionRequest;
import io.rolecall.localaws.sts.SessionIssuer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions of an instance profile: each is replaced long before it ends. Thread-safe. */
public final class InstanceSessions {
  private static final String INSTANCE_ID = "i-0a1b2c3d4e5f60718";

  private final Role role;
  private final Duration lifetime;
  private final SessionIssuer issuer;
  private final Clock clock;
  private @Nullable RoleSession current;

  public InstanceSessions(Role role, Duration lifetime, SessionIssuer issuer, Clock clock) {
    this.role = role;
    this.lifetime = lifetime;
    this.issuer = issuer;
    this.clock = clock;
  }

  String roleName() {
    return role.name();
  }

  String roleArn() {
    return role.arn();
  }

  /** The session that there is now, in the fields that clients read. */
  synchronized Map<String, String> credentials() throws AwsError {
    RoleSession session = current;
    if (session == null
        || !clock.instant().isBefore(session.expiration().minus(lifetime.dividedBy(2)))) {
      RoleSessionRequest request =
          new RoleSessionRequest(
              role.arn(),
              INSTANCE_ID,
              null,
              (int) lifetime.toSeconds(),
              SessionTags.none(),
              null,
              null);
      session = issuer.issue(role, request, null, SessionTags.none());
      current = session;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("AccessKeyId", session.accessKey().accessKeyId());
    fields.put("SecretAccessKey", session.accessKey().secretAccessKey());
    fields.put("Token", session.sessionToken());
    fields.put("Expiration", session.expiration().toString());
    return fields;
  }
}
