package io.rolecall.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.session.Session;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of a user between the calls of a credential process, each in a file that only the user
 * can read. Processes may use it at the same time: a file is replaced as a whole, and whoever comes
 * first costs one session more at worst.
 */
public final class SessionCache {

  /** The AWS CLI asks for new credentials when less is left. */
  private static final Duration ENOUGH = Duration.ofMinutes(15);

  private static final JsonMapper MAPPER = new JsonMapper();

  private final PrivateFolder folder;
  private final Clock clock;

  /**
   * A cache.
   *
   * @param folder its folder; made when it is needed, for its owner alone
   * @param clock this process's clock
   */
  public SessionCache(Path folder, Clock clock) {
    this.folder = new PrivateFolder(folder);
    this.clock = clock;
  }

  /** As it is written. */
  public record Entry(
      String accessKeyId,
      String secretAccessKey,
      String sessionToken,
      String role,
      String sessionName,
      String obtained,
      String expiration) {

    static Entry of(Session session, Instant obtained) {
      return new Entry(
          session.accessKeyId(),
          session.secretAccessKey(),
          session.sessionToken(),
          session.role().toString(),
          session.sessionName(),
          obtained.toString(),
          session.expiration().toString());
    }

    Session session() {
      return new Session(
          accessKeyId,
          secretAccessKey,
          sessionToken,
          RoleArn.parse(role),
          sessionName,
          Instant.parse(expiration));
    }

    /** None of the credentials. */
    @Override
    public String toString() {
      return "session " + sessionName + " of " + role + " until " + expiration;
    }
  }

  /**
   * A cached session.
   *
   * @param session the session, still valid
   * @param obtained when it was obtained
   * @param renewAt when a new one should be obtained
   * @param renewalDue whether that time has come
   */
  public record Cached(Session session, Instant obtained, Instant renewAt, boolean renewalDue) {}

  /**
   * Looks a session up.
   *
   * @param key what identifies it: 64 hexadecimal digits
   * @param leadPercent how much of its lifetime must be left, in percent; never less than 15
   *     minutes or half of its lifetime, whichever is shorter
   * @return the session; null if there is none that is valid
   * @throws IOException if the file cannot be trusted: the message says why
   */
  public @Nullable Cached find(String key, int leadPercent) throws IOException {
    byte[] content = folder.read(fileName(key));
    if (content == null) {
      return null;
    }
    try {
      Entry entry = MAPPER.readValue(content, Entry.class);
      Session session = Objects.requireNonNull(entry).session();
      Instant now = clock.instant();
      if (!session.expiration().isAfter(now)) {
        return null;
      }
      return cached(session, Instant.parse(entry.obtained), leadPercent);
    } catch (JsonProcessingException
        | CharConversionException
        | DateTimeException
        | InvalidRouteException
        | NullPointerException e) {
      // Of another version, or half a disk: a cache may forget.
      return null;
    }
  }

  private Cached cached(Session session, Instant obtained, int leadPercent) {
    Duration lifetime = Duration.between(obtained, session.expiration());
    Instant renewAt = session.expiration().minus(lead(lifetime, leadPercent));
    return new Cached(session, obtained, renewAt, clock.instant().isAfter(renewAt));
  }

  private static Duration lead(Duration lifetime, int percent) {
    Duration configured = lifetime.multipliedBy(percent).dividedBy(100);
    Duration half = lifetime.dividedBy(2);
    Duration least = half.compareTo(ENOUGH) < 0 ? half : ENOUGH;
    return configured.compareTo(least) > 0 ? configured : least;
  }

  /**
   * Keeps a session that was just obtained.
   *
   * @param key what identifies it
   * @param session the session
   * @param leadPercent as in {@link #find}
   * @return what was kept
   * @throws IOException if it cannot be written for the user alone
   */
  public Cached put(String key, Session session, int leadPercent) throws IOException {
    Instant obtained = clock.instant();
    folder.write(fileName(key), MAPPER.writeValueAsBytes(Entry.of(session, obtained)));
    return cached(session, obtained, leadPercent);
  }

  private static String fileName(String key) {
    return "session-" + key + ".json";
  }
}
