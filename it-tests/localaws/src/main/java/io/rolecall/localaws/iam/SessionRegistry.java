package io.rolecall.localaws.iam;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every session that was ever issued: ended ones are still known as such. Thread-safe. */
public final class SessionRegistry {
  private final Map<String, RoleSession> byKey = new ConcurrentHashMap<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  public void add(RoleSession session) {
    byKey.put(session.accessKey().accessKeyId(), session);
  }

  public @Nullable RoleSession find(String accessKeyId) {
    return byKey.get(accessKeyId);
  }

  /** The secret halves of all of them. */
  public Stream<String> secrets() {
    return byKey.values().stream()
        .flatMap(
            session -> Stream.of(session.accessKey().secretAccessKey(), session.sessionToken()));
  }

  public boolean hasEnded(RoleSession session, Instant now) {
    return !now.isBefore(session.expiration())
        || revoked.contains(session.accessKey().accessKeyId());
  }

  /** Ends the sessions that have this name or key now, and says how many. */
  public int revoke(String sessionNameOrAccessKeyId) {
    int count = 0;
    for (RoleSession session : byKey.values()) {
      String key = session.accessKey().accessKeyId();
      boolean named = session.name().equals(sessionNameOrAccessKeyId);
      if ((named || key.equals(sessionNameOrAccessKeyId)) && revoked.add(key)) {
        count++;
      }
    }
    return count;
  }
}
