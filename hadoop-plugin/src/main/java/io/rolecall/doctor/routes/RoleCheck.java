package io.rolecall.doctor.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.check.Findings.Candidate;
import io.rolecall.driver.TrialJob;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.sts.CallerIdentity;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks STS: who the base identity is, what time it is there, and for a session of each role. What
 * is the same for several routes is asked once.
 */
public final class RoleCheck implements Check {

  private static final String IDENTITY = "base identity";
  private static final String ROLE = "role";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    Round round = new Round(findings, !context.places().isEmpty());
    List<CheckStep> steps = new ArrayList<>();
    for (Candidate candidate : findings.ofAllSets()) {
      List<CheckStep> said = new ArrayList<>();
      try (TrialJob job = TrialJob.of(candidate.routed(), context.clock())) {
        if (round.works(job, candidate, said)) {
          findings.works(candidate);
        }
      }
      // Of a catalog, what the others have not said.
      said.stream()
          .filter(step -> !steps.contains(step))
          .forEach(step -> steps.add(step.withDetail(candidate.ofWhom() + step.detail())));
    }
    return steps;
  }

  /** What has been asked so far. */
  private static final class Round {

    private final Findings findings;

    /** Whether somebody named the places: one that is closed is then what was asked about. */
    private final boolean named;

    /** Whom STS was asked for, and whether it knew them. */
    private final Map<List<Object>, Boolean> known = new HashMap<>();

    /** The base identities of routes without a role, and whether they have credentials. */
    private final Map<IdentitySource, Boolean> present = new HashMap<>();

    /** The roles that were tried, and whether they could be assumed. */
    private final Map<String, Boolean> assumed = new HashMap<>();

    Round(Findings findings, boolean named) {
      this.findings = findings;
      this.named = named;
    }

    boolean works(TrialJob job, Candidate candidate, List<CheckStep> steps) {
      return candidate
          .route()
          .access()
          .match(
              role -> role(job, candidate, role, steps),
              base -> base(job, candidate, base, steps),
              anonymous -> {
                String place = candidate.route().place().toString();
                steps.add(
                    CheckStep.ok(ROLE, place + " is accessed anonymously: nothing is signed"));
                return true;
              },
              nobody -> {
                steps.add(
                    named
                        ? CheckStep.failed(ROLE, nobody.why(), null)
                        : CheckStep.skipped(ROLE, nobody.why()));
                return false;
              });
    }

    private boolean role(
        TrialJob job, Candidate candidate, Access.Role role, List<CheckStep> steps) {
      List<Object> asked = List.of(role.by(), role.first().sts());
      if (!known.containsKey(asked)) {
        known.put(asked, isKnown(job, role, steps, findings));
      }
      if (!assumed.containsKey(role.fingerprint())) {
        if (known.getOrDefault(asked, false)) {
          assumed.put(role.fingerprint(), assume(job, candidate, role, steps));
        } else {
          steps.add(CheckStep.skipped(ROLE, role.role() + ": the base identity does not work"));
          assumed.put(role.fingerprint(), false);
        }
      }
      return assumed.getOrDefault(role.fingerprint(), false);
    }

    private boolean base(
        TrialJob job, Candidate candidate, Access.Base base, List<CheckStep> steps) {
      String place = candidate.route().place().toString();
      if (!present.containsKey(base.identity())) {
        present.put(base.identity(), isPresent(job, candidate, steps));
      }
      boolean works = present.getOrDefault(base.identity(), false);
      steps.add(
          works
              ? CheckStep.ok(ROLE, place + " is accessed by the base identity itself")
              : CheckStep.skipped(ROLE, place + ": the base identity does not work"));
      return works;
    }
  }

  /** Whether a base identity has credentials; STS is not asked, because nobody else will. */
  private static boolean isPresent(TrialJob job, Candidate candidate, List<CheckStep> steps) {
    try {
      job.access(candidate.route().place());
      return true;
    } catch (SessionException | ConfigException e) {
      steps.add(CheckStep.failed(IDENTITY, String.valueOf(e.getMessage()), null));
      return false;
    }
  }

  private static boolean isKnown(
      TrialJob job, Access.Role role, List<CheckStep> steps, Findings findings) {
    return role.by()
        .match(
            own -> isKnownToSts(job, role, steps, findings),
            signIn -> {
              steps.add(
                  CheckStep.skipped(
                      IDENTITY,
                      signIn + " has no credentials of its own: the role tells whether it works"));
              return true;
            });
  }

  private static boolean isKnownToSts(
      TrialJob job, Access.Role role, List<CheckStep> steps, Findings findings) {
    String where = where(role.first().sts());
    try {
      CallerIdentity identity = job.caller(role);
      steps.add(CheckStep.ok(IDENTITY, where + identity.arn() + " (" + identity.base() + ")"));
      identity
          .clockSkew()
          .ifPresent(
              skew -> {
                findings.clockIsAhead(skew);
                steps.add(Clocks.step("this machine's clock", skew));
              });
      return true;
    } catch (SessionException e) {
      steps.add(CheckStep.failed(IDENTITY, where + e.getMessage(), null));
    } catch (ConfigException e) {
      steps.add(CheckStep.failed(IDENTITY, String.valueOf(e.getMessage()), null));
    }
    return false;
  }

  private static String where(StsEndpoint endpoint) {
    return endpoint.endpoint().map(URI::toString).orElse("AWS's STS")
        + endpoint.region().map(region -> " in " + region).orElse("")
        + ": ";
  }

  private static String packed(Session session) {
    OptionalInt size = session.packedPolicySize();
    return size.isPresent()
        ? ", whose policy and tags take " + size.getAsInt() + " % of STS's limit"
        : "";
  }

  private static boolean assume(
      TrialJob job, Candidate candidate, Access.Role role, List<CheckStep> steps) {
    String place = candidate.route().place().toString();
    try {
      Optional<Session> session = job.access(candidate.route().place());
      steps.add(
          CheckStep.ok(
              ROLE,
              role
                  + " for "
                  + place
                  + session
                      .map(
                          got ->
                              ": session "
                                  + got.sessionName()
                                  + " until "
                                  + got.expiration()
                                  + packed(got))
                      .orElse("")));
      return true;
    } catch (SessionException | ConfigException e) {
      steps.add(CheckStep.failed(ROLE, place + ": " + e.getMessage(), null));
      return false;
    }
  }
}
