package io.rolecall.supply.tokens;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.delegation.RenewedTokens;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.RenewalOutlook;
import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import io.rolecall.session.SessionInterruptedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;

/**
 * Mints the tokens of the current user with this process's base identity, each time for the same
 * job: by that, processes know newer tokens of theirs from another job's. Holds the sessions, so
 * that each role is renewed by itself: one that fails, or whose STS hangs, keeps no other from it.
 */
public final class JobMint implements Minting {

  /** How long the answers of a round are waited for; later ones are worth a round of their own. */
  private static final Duration ROUND = Duration.ofSeconds(10);

  /** As a part of what is left of the first session. */
  private static final int PART = 4;

  private static final int SHOWN = 5;

  private final Configuration conf;
  private final Clock clock;

  /** Null until they are opened. */
  private volatile @Nullable RenewedTokens tokens;

  private volatile boolean closed;
  private boolean begun;

  /** The roles that were late in the last round, with their sessions then. */
  private Map<LiveSession, Optional<Session>> awaited = Map.of();

  private JobMint(Configuration conf, Clock clock) {
    this.conf = conf;
    this.clock = clock;
  }

  /**
   * A mint.
   *
   * @param conf the job's configuration; is copied
   * @param locations what the tokens are for; empty for all that the configuration names
   * @param job the job's id, if the configuration has none; empty for one that is made up
   * @param clock this process's clock
   * @throws ConfigException if a location has a comma, which ends a location in the key
   */
  public static JobMint of(
      Configuration conf, List<S3Location> locations, Optional<String> job, Clock clock) {
    Configuration own = JobConfiguration.of(conf, job);
    Map<String, List<String>> named = new LinkedHashMap<>();
    for (S3Location location : locations) {
      if (location.toString().contains(",")) {
        throw new ConfigException(
            "--for "
                + location
                + ": a location with a comma cannot be named; name the one above it",
            null);
      }
      named.computeIfAbsent(location.bucket(), first -> new ArrayList<>()).add(location.toString());
    }
    String key = RolecallKeys.TOKEN_LOCATIONS.name();
    if (!named.isEmpty()) {
      own.set(key, String.join(",", named.values().stream().flatMap(List::stream).toList()));
    }
    named.forEach(
        (bucket, those) ->
            own.set(
                "fs.s3a.bucket." + bucket + "." + key.substring("fs.s3a.".length()),
                String.join(",", those)));
    return new JobMint(own, clock);
  }

  /** The job's id, which all of its tokens have. */
  String job() {
    return RolecallKeys.JOB_ID.get(conf);
  }

  @Override
  public Minted mint() throws IOException {
    RenewedTokens held = open();
    List<Token<?>> first = List.of();
    if (begun) {
      renew(held.roles());
    } else {
      first = first(held);
    }
    // Before the tokens: what is renewed meanwhile is worth another round.
    Map<LiveSession, RenewalOutlook> outlooks = new LinkedHashMap<>();
    held.roles().forEach(role -> outlooks.put(role, role.outlook()));
    awaited = late(outlooks);
    if (begun && !outlooks.isEmpty() && awaited.size() == outlooks.size()) {
      throw new IOException(reasons(outlooks));
    }
    Credentials credentials = new Credentials();
    for (Token<?> token : begun ? held.now() : first) {
      credentials.addToken(token.getService(), token);
    }
    begun = true;
    return minted(credentials, outlooks);
  }

  private RenewedTokens open() throws IOException {
    RenewedTokens held = tokens;
    if (held == null) {
      try {
        held = RenewedTokens.open(conf, "");
      } catch (ConfigException e) {
        throw new IOException(e.getMessage(), e);
      }
      tokens = held;
      if (closed) {
        held.close();
      }
    }
    return held;
  }

  private static List<Token<?>> first(RenewedTokens held) throws IOException {
    List<Token<?>> first;
    try {
      first = held.first();
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (first.isEmpty()) {
      throw new ConfigException(
          "no route names a bucket that a token could be made for: add one to "
              + RolecallKeys.ROUTES.name()
              + ", or name a location with --for",
          null);
    }
    return first;
  }

  /** All roles that are due at the same time, and those that are near it with them. */
  private void renew(Collection<LiveSession> roles) throws IOException {
    roles.forEach(LiveSession::renewIfDue);
    long deadline = System.nanoTime() + longest(roles).toNanos();
    try {
      for (LiveSession role : roles) {
        role.awaitAnswer(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      }
    } catch (SessionInterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException(e.getMessage());
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** Those who have their sessions already need them before the first of the old ones ends. */
  private Duration longest(Collection<LiveSession> roles) {
    Instant now = clock.instant();
    Duration left =
        roles.stream()
            .flatMap(role -> Optional.ofNullable(role.peek()).stream())
            .map(session -> Duration.between(now, session.expiration()).dividedBy(PART))
            .min(Comparator.naturalOrder())
            .orElse(ROUND);
    return left.compareTo(ROUND) < 0 ? left : ROUND;
  }

  private static Map<LiveSession, Optional<Session>> late(
      Map<LiveSession, RenewalOutlook> outlooks) {
    Map<LiveSession, Optional<Session>> late = new LinkedHashMap<>();
    outlooks.forEach(
        (role, outlook) -> {
          if (outlook.late() != null) {
            late.put(role, Optional.ofNullable(outlook.session()));
          }
        });
    return late;
  }

  private static String reasons(Map<LiveSession, RenewalOutlook> outlooks) {
    List<String> reasons = new ArrayList<>();
    outlooks.forEach(
        (role, outlook) -> late(role, outlook).ifPresent(late -> reasons.add(of(late))));
    return reasons.stream().limit(SHOWN).collect(Collectors.joining("; "))
        + (reasons.size() > SHOWN ? "; and " + (reasons.size() - SHOWN) + " roles more" : "");
  }

  private static String of(LateRole late) {
    return late.role() + ": not renewed since " + late.since() + ": " + late.why();
  }

  private static Optional<LateRole> late(LiveSession role, RenewalOutlook outlook) {
    return Optional.ofNullable(outlook.late())
        .map(
            late ->
                new LateRole(
                    role.toString(),
                    late.since().truncatedTo(ChronoUnit.SECONDS),
                    String.valueOf(late.why().getMessage()),
                    Optional.ofNullable(outlook.session()).map(Session::expiration)));
  }

  private static Minted minted(Credentials credentials, Map<LiveSession, RenewalOutlook> outlooks) {
    List<Term> terms = new ArrayList<>();
    List<LateRole> late = new ArrayList<>();
    outlooks.forEach(
        (role, outlook) -> {
          late(role, outlook).ifPresent(late::add);
          Session session = outlook.session();
          if (session != null && outlook.late() == null) {
            terms.add(new Term(outlook.obtained(), session.expiration()));
          }
        });
    return new Minted(credentials, terms, late);
  }

  @Override
  public boolean isNewer() {
    for (Map.Entry<LiveSession, Optional<Session>> role : awaited.entrySet()) {
      Session now = role.getKey().peek();
      if (now != null && !now.isSameAs(role.getValue().orElse(null))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    closed = true;
    RenewedTokens held = tokens;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        // File systems of a user of our own, whom nobody else has.
      }
    }
  }
}
