package io.rolecall.token;

import io.rolecall.config.RolecallKeys;
import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.Mailbox;
import io.rolecall.mailbox.MailboxReader;
import io.rolecall.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Newer tokens of a user, from the token files of this process and the mailboxes that the user's
 * tokens name. A token takes the place of one that the user has already, if it is newer, of the
 * same bucket, owner and job, and serves what that one serves by the same roles; any other is
 * refused, and said once for each content of the place. Thread-safe.
 */
public final class ReplacedTokens {

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedTokens.class);

  private final UserGroupInformation user;
  private final List<TokenFile> files;
  private final Configuration conf;
  private final Function<Mailbox, MailboxReader> readers;

  /** What was seen of a place last. */
  private final ConcurrentMap<TokenPlace, Seen> seen = new ConcurrentHashMap<>();

  /** Those that the user's tokens name; replaced as a whole. */
  private volatile Map<Mailbox, MailedTokens> mailboxes = Map.of();

  private record Seen(TokenReading reading, String refusal) {}

  ReplacedTokens(
      UserGroupInformation user,
      List<TokenFile> files,
      Configuration conf,
      Function<Mailbox, MailboxReader> readers) {
    this.user = user;
    this.files = List.copyOf(files);
    this.conf = conf;
    this.readers = readers;
  }

  /**
   * Those of the files that this process was started with, and of mailboxes.
   *
   * @param user whose tokens are replaced
   * @param conf how mailboxes are reached
   * @return the tokens; none is read yet
   */
  public static ReplacedTokens ofProcess(UserGroupInformation user, Configuration conf) {
    return new ReplacedTokens(user, TokenFile.ofProcess(), conf, MailboxReader::of);
  }

  /**
   * Looks at the files, then into the mailboxes, and gives the user what is newer. Makes no network
   * call, unless one of them lies on a network.
   */
  public void look() {
    for (TokenFile file : files) {
      take(file, file.look());
    }
    for (MailedTokens mailbox : mailboxes().values()) {
      take(mailbox, mailbox.look());
    }
  }

  /** Of the tokens that the user has now: those that take their place may name other ones. */
  private synchronized Map<Mailbox, MailedTokens> mailboxes() {
    Map<Mailbox, MailedTokens> named = new LinkedHashMap<>();
    for (Token<?> token : user.getCredentials().getAllTokens()) {
      if (RolecallTokenIdentifier.isKindOf(token)) {
        try {
          RolecallTokenIdentifier identifier = RolecallTokens.read(token);
          identifier.payload().mailbox().ifPresent(mailbox -> name(mailbox, identifier, named));
        } catch (IOException e) {
          LOG.debug("a token that names no mailbox", e); // Whoever needs its sessions is told.
        }
      }
    }
    seen.keySet().removeIf(place -> !files.contains(place) && !named.containsValue(place));
    mailboxes = Map.copyOf(named);
    return named;
  }

  private void name(
      Mailbox mailbox, RolecallTokenIdentifier identifier, Map<Mailbox, MailedTokens> named) {
    MailedTokens known = mailboxes.get(mailbox);
    if (known == null) {
      Instant since = Instant.ofEpochMilli(identifier.getIssueDate());
      known = new MailedTokens(mailbox, readers.apply(mailbox), user, conf, since);
    } else {
      known.renew(mailbox);
    }
    named.put(mailbox, known);
  }

  /**
   * Gives the user what is newer in a place. One thread at a time, and nothing is read meanwhile:
   * one that was held up with an earlier reading must not put that in a later one's place.
   */
  synchronized void take(TokenPlace place, TokenReading now) {
    Seen before = seen.get(place);
    if ((before == null || before.reading != now) && place.isNewest(now)) {
      seen.put(place, new Seen(now, refusal(place, now)));
    }
  }

  /** Why one of its tokens is refused; empty if none is. */
  private String refusal(TokenPlace place, TokenReading now) {
    String refused = "";
    Credentials tokens = now.tokens();
    if (tokens == null) {
      return refused;
    }
    for (Token<?> token : tokens.getAllTokens()) {
      if (!RolecallTokenIdentifier.isKindOf(token)) {
        continue;
      }
      String why;
      try {
        why = take(place, token);
      } catch (IOException e) {
        why = "cannot be read: " + e.getMessage();
      }
      if (why != null) {
        refused = "its token of " + token.getService() + " " + why;
        LOG.warn("{}: {}. It is not used.", place, refused);
      }
    }
    return refused;
  }

  /** Why the token is refused; null if it is used now, or was before. */
  private @Nullable String take(TokenPlace place, Token<?> token) throws IOException {
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
          place,
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
   * Whether newer tokens may come: as far as the user's tokens name mailboxes, those that he had
   * when they were looked at last.
   *
   * @return whether there is a file or a mailbox
   */
  public boolean haveAPlace() {
    return !places().isEmpty();
  }

  /**
   * Why no newer token has come, for messages.
   *
   * @return the mailboxes, then the first file, with what is the matter; empty if there are none
   */
  public Optional<String> standing() {
    return places().stream().map(this::standing).reduce((one, other) -> one + "; " + other);
  }

  /**
   * What to do about it.
   *
   * @return a sentence without its full stop; empty if there is no place
   */
  public Optional<String> advice() {
    return places().stream().findFirst().map(TokenPlace::advice);
  }

  private List<TokenPlace> places() {
    List<TokenPlace> places = new ArrayList<>(mailboxes.values());
    files.stream().findFirst().ifPresent(places::add);
    return places;
  }

  private String standing(TokenPlace place) {
    Seen known = seen.get(place);
    return known == null
        ? place.standing(TokenReading.NONE, "")
        : place.standing(known.reading, known.refusal);
  }
}
