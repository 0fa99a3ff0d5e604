package io.rolecall.driver;

import io.rolecall.driver.DeclaredRoutes.DeclaredRole;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Answers what executors ask, at once: looks up what was declared, and how the roles that are asked
 * for stand. All of them are minted at the same time, each by itself. Keeps something of declared
 * roles alone, whatever is asked for. Thread-safe.
 */
public final class DriverAnswers {

  private final DeclaredRoutes routes;
  private final MintedSessions sessions;
  private final Clock clock;
  private final ConcurrentMap<RoleOfSet, AskedRole> asked = new ConcurrentHashMap<>();

  private final Instant created;
  private final AskAgain untilNamed;
  private volatile boolean named;

  /**
   * Nobody has asked yet.
   *
   * @param routes what executors may have
   * @param sessions the sessions of this process
   * @param clock this process's clock
   */
  public DriverAnswers(DeclaredRoutes routes, MintedSessions sessions, Clock clock) {
    this.routes = routes;
    this.sessions = sessions;
    this.clock = clock;
    this.created = clock.instant();
    this.untilNamed =
        new AskAgain(sessions.environment().nanoTime(), sessions.environment().chance());
  }

  /** From now on sessions are minted: they are named after the job, whose id is known. */
  public void begin() {
    named = true;
  }

  /**
   * The answer to a question.
   *
   * @param asker who asks; proves nothing, and serves for bounds alone
   * @param request the question
   * @return the routes and how the roles stand that are asked for; none has ended when it is
   *     written
   */
  public GrantAnswer answer(String asker, GrantRequest request) {
    // Sessions that are valid later are valid now: none in the answer has ended when it is written.
    Instant now = clock.instant();
    Map<PlaceOfSet, GrantedBucket> buckets = new LinkedHashMap<>();
    for (PlaceOfSet place : request.buckets()) {
      buckets.putAll(routes.companions(place.set()));
    }
    for (PlaceOfSet place : request.buckets()) {
      buckets.put(place, routes.routes(place));
    }
    Map<RoleOfSet, RoleAnswer> roles = new LinkedHashMap<>();
    for (RoleOfSet role : request.roles()) {
      roles.put(role, answer(asker, role, request, now));
    }
    return new GrantAnswer(sessions.jobId(), now, buckets, roles);
  }

  private RoleAnswer answer(String asker, RoleOfSet role, GrantRequest request, Instant now) {
    DeclaredRole declared = routes.role(role);
    if (declared == null) {
      return AskedRole.unknown(role);
    }
    if (!named) {
      return new RoleAnswer.UnderWay(untilNamed.after(created, now));
    }
    AskedRole known = asked.computeIfAbsent(role, absent -> sessions.asked(declared));
    known.reject(asker, request.rejected());
    return known.answer(now);
  }
}
