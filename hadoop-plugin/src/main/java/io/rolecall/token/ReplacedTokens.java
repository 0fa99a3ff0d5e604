package io.rolecall.token;

import io.rolecall.config.RolecallKeys;
import io.rolecall.grant.SessionGrant;
import io.rolecall.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Newer tokens of a user, from the token files of this process. A token takes the place of one that
 * the user has already, if it is newer, of the same bucket, owner and job, and serves what that one
 * serves by the same roles; any other is refused, and said once for each content of the file.
 * Thread-safe.
 */
public final class ReplacedTokens {

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedTokens.class);

  private final UserGroupInformation user;
  private final List<TokenFile> files;

  /** What was seen of a file last. */
  private final ConcurrentMap<TokenFile, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(TokenFile.Reading reading, @Nullable String refusal) {}

  ReplacedTokens(UserGroupInformation user, List<TokenFile> files) {
    this.user = user;
    this.files = List.copyOf(files);
  }

  /**
   * Those of the files that this process was started with.
   *
   * @param user whose tokens are replaced
   * @return the tokens; none is read yet
   */
  public static ReplacedTokens ofProcess(UserGroupInformation user) {
    return new ReplacedTokens(user, TokenFile.ofProcess());
  }

  /**
   * Looks at the files, and gives the user what is newer. Makes no network call, unless a file lies
   * on a network.
   */
  public void look() {
    for (TokenFile file : files) {
      take(file, file.look());
    }
  }

  /**
   * Gives the user what is newer in a file. One thread at a time, and no file is read meanwhile:
   * one that was held up with an earlier reading must not put that in a later one's place.
   */
  synchronized void take(TokenFile file, TokenFile.Reading now) {
    Seen before = seen.get(file);
    if ((before == null || before.reading != now) && file.isNewest(now)) {
      seen.put(file, new Seen(now, refusal(file, now)));
    }
  }

  /** Why one of its tokens is refused; null if none is. */
  private @Nullable String refusal(TokenFile file, TokenFile.Reading now) {
    String refused = null;
    Credentials tokens = now.tokens();
    if (tokens == null) {
      return null;
    }
    for (Token<?> token : tokens.getAllTokens()) {
      if (!RolecallTokenIdentifier.isKindOf(token)) {
        continue;
      }
      String why;
      try {
        why = take(file, token);
      } catch (IOException e) {
        why = "cannot be read: " + e.getMessage();
      }
      if (why != null) {
        refused = "its token of " + token.getService() + " " + why;
        LOG.warn("{}: {}. It is not used.", file, refused);
      }
    }
    return refused;
  }

  /** Why the token is refused; null if it is used now, or was before. */
  private @Nullable String take(TokenFile file, Token<?> token) throws IOException {
    Text service = token.getService();
    Token<?> held = user.getCredentials().getToken(service);
    if (held == null || !RolecallTokenIdentifier.isKindOf(held)) {
      return "is of a bucket that this process was started without a token of, for user "
          + user.getShortUserName();
    }
    RolecallTokenIdentifier mine = RolecallTokens.read(held);
    RolecallTokenIdentifier next = RolecallTokens.read(token);
    if (mine.equals(next)) {
      return null;
    }
    String why = mismatch(mine, next);
    if (why == null) {
      user.addToken(service, token);
      LOG.info(
          "{}: a newer token of {}, issued at {}",
          file,
          service,
          Instant.ofEpochMilli(next.getIssueDate()));
    }
    return why;
  }

  private static @Nullable String mismatch(
      RolecallTokenIdentifier mine, RolecallTokenIdentifier next) {
    SessionGrant held = mine.grant();
    SessionGrant offered = next.grant();
    if (!next.getUri().equals(mine.getUri())) {
      return "is of " + next.getUri();
    }
    if (!next.getOwner().equals(mine.getOwner())) {
      return "is of owner " + next.getOwner() + ", not " + mine.getOwner();
    }
    if (!offered.job().equals(held.job())) {
      return "is of job '"
          + offered.job()
          + "', not '"
          + held.job()
          + "': whoever writes the file has to name the same job each time ("
          + RolecallKeys.JOB_ID.name()
          + ")";
    }
    Accesses accesses = Accesses.of(held);
    Accesses others = Accesses.of(offered);
    Optional<String> change = accesses.change(bucket(next), others);
    if (change.isPresent()) {
      return change.get() + ": it was made for other locations or roles";
    }
    boolean newer = others.equals(accesses) && outlives(offered, held);
    return next.getIssueDate() < mine.getIssueDate() && !newer
        ? "was issued at "
            + Instant.ofEpochMilli(next.getIssueDate())
            + ", before the one that is in use ("
            + Instant.ofEpochMilli(mine.getIssueDate())
            + ")"
        : null;
  }

  /** The authority, because a bucket's name need not be a host's. */
  private static String bucket(RolecallTokenIdentifier token) {
    return String.valueOf(token.getUri().getAuthority());
  }

  /**
   * Whether a token has newer sessions than another that serves the same, whichever was issued
   * first by its writer's clock: that may have been set back, STS's was not.
   */
  private static boolean outlives(SessionGrant offered, SessionGrant held) {
    boolean longer = false;
    for (Map.Entry<String, SessionGrant.GrantedRole> role : offered.roles().entrySet()) {
      SessionGrant.GrantedRole known = held.roles().get(role.getKey());
      if (known == null || end(role.getValue()).isBefore(end(known))) {
        return false;
      }
      longer |= end(role.getValue()).isAfter(end(known));
    }
    return longer;
  }

  /** When a role's session ends; long ago if it has none. */
  private static Instant end(SessionGrant.GrantedRole role) {
    Session session = role.session();
    return session == null ? Instant.MIN : session.expiration();
  }

  /**
   * Why no newer token has come by a file, for messages.
   *
   * @return the file and what is the matter with it; empty if there is no file
   */
  public Optional<String> standing() {
    return files.stream().findFirst().map(this::standing);
  }

  private String standing(TokenFile file) {
    Seen known = seen.get(file);
    if (known == null) {
      return file + " has not been read again";
    }
    if (known.reading.problem() != null) {
      return file + " cannot be read again: " + known.reading.problem();
    }
    return known.refusal == null
        ? file + " has not been replaced since " + known.reading.replacedAt()
        : file + " was replaced at " + known.reading.replacedAt() + ", but " + known.refusal;
  }
}
