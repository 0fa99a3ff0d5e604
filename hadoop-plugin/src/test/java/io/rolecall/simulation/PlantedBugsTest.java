package io.rolecall.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bugs that are planted into sessions and the channel are found within a thousand job-hours. */
class PlantedBugsTest {

  private static final int HOURS = 8;
  private static final int EXECUTORS = 24;
  private static final int JOB_HOURS = 1000;

  static List<PlantedBug> bugs() {
    return List.of(
        new PlantedBug(
            "STS's word for the role is not checked",
            "sts/AssumeRoleResult.java",
            "if (!access.role().isAssumedBy(assumed, sessionName)) {",
            "if (assumed.isEmpty()) {",
            Set.of(Invariant.NO_OTHER_ROLE)),
        new PlantedBug(
            "an answer's sessions go to all roles",
            "executor/PulledSessions.java",
            "given.granted().ifPresent(asked::offer);",
            "given.granted().ifPresent(one -> roles.values().forEach(any -> any.offer(one)));",
            Set.of(Invariant.NO_OTHER_ROLE)),
        new PlantedBug(
            "a failed renewal gives the valid session up",
            "renewal/SessionRenewal.java",
            "    failures = series;\n",
            "    failures = series;\n    held.put(SessionLife.NONE);\n",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "a failure is told although a valid session rests",
            "renewal/SessionRenewal.java",
            "    if (any || !held.look().isDue()) {",
            "    if (failed == null && (any || !held.look().isDue())) {",
            Set.of(Invariant.NONE_FAILS_WITH_A_SESSION, Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "requests fail while renewals do",
            "credentials/RoleCredentials.java",
            "    return new SessionIdentity(live.current());\n",
            """
                if (live.statistics().failures() > 3) {
                  throw new io.rolecall.session.SessionUnavailableException("none", null);
                }
                return new SessionIdentity(live.current());
            """,
            Set.of(Invariant.NONE_FAILS_WITH_A_SESSION)),
        new PlantedBug(
            "nothing is renewed before its end",
            "renewal/Rotation.java",
            "    timers.renewAt(renewal, () -> renewIfUsed(session));\n",
            "",
            Set.of(Invariant.RENEWED_EARLY)),
        new PlantedBug(
            "a renewal that failed is not tried again",
            "renewal/SessionRenewal.java",
            "    rotation.renewAt(series.retryAt());\n",
            "",
            Set.of(Invariant.RENEWED_EARLY)),
        new PlantedBug(
            "a session of another clock keeps its end by that clock",
            "grant/GrantAnswer.java",
            "session.expiration().plus(by));",
            "session.expiration());",
            Set.of(Invariant.RENEWED_EARLY, Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "a session that STS made shorter counts as long",
            "sts/AssumeRoleResult.java",
            ".filter(granted -> granted.minus(requested).abs().compareTo(ROUNDING) > 0)",
            ".filter(granted -> granted.compareTo(requested) > 0)",
            Set.of(Invariant.RENEWED_EARLY)),
        new PlantedBug(
            "a flight that landed counts as under way",
            "renewal/SessionRenewal.java",
            "      flight = null;\n",
            "",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "those who wait are not told of a landing",
            "renewal/SessionRenewal.java",
            "    } finally {\n      changes.announce();\n",
            "    } finally {\n",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "the source is not told which session was refused",
            "renewal/RejectedSessions.java",
            "    rejected = session;\n    previous",
            "    previous",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "a refused session stays in place",
            "renewal/Rotation.java",
            "    rejections.reject(session);\n    held.put(SessionLife.NONE);\n",
            "    rejections.reject(session);\n",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "the driver is not told which session was refused",
            "executor/RoleQuestions.java",
            "          rejected.add(key);\n",
            "",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "who was told to ask again does not",
            "executor/RoleQuestions.java",
            "    one.asked = false;\n",
            "    one.asked = own != null;\n",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "a question for routes that failed is never put again",
            "executor/RouteQuestions.java",
            "    underWay.remove(place, asked);\n",
            "",
            Set.of(Invariant.EVERYTHING_COMES_BACK)),
        new PlantedBug(
            "pauses between failures do not grow",
            "renewal/FailureSeries.java",
            "before == null ? 1 : before.count + 1",
            "1",
            Set.of(Invariant.STS_CALLS_ARE_BOUNDED)),
        new PlantedBug(
            "each route of a role has a session of its own",
            "driver/MintedSessions.java",
            "store.session(minted, name, source)",
            "store.session(name, name, source)",
            Set.of(Invariant.STS_CALLS_ARE_BOUNDED)),
        new PlantedBug(
            "a renewal does not look whether one is under way",
            "renewal/SessionRenewal.java",
            "if (closed || flight != null || idle) {",
            "if (closed || idle) {",
            Set.of(Invariant.STS_CALLS_ARE_BOUNDED, Invariant.MESSAGES_ARE_BOUNDED)),
        new PlantedBug(
            "executors are always told to ask at once",
            "driver/AskAgain.java",
            "LONGEST = Duration.ofSeconds(5)",
            "LONGEST = Duration.ofMillis(100)",
            Set.of(Invariant.MESSAGES_ARE_BOUNDED)),
        new PlantedBug(
            "a timer stays when another takes its place",
            "renewal/SessionTimers.java",
            "    cancel(renewal);\n    renewal = ",
            "    renewal = ",
            Set.of(Invariant.MEMORY_IS_BOUNDED)),
        new PlantedBug(
            "a source is asked by whoever wants its session",
            "renewal/SessionRenewal.java",
            "environment.flights().execute(() -> land(begun, begun.ask(source)));",
            "land(begun, begun.ask(source));",
            Set.of(Invariant.NOBODY_WAITS_WITH_A_LOCK)));
  }

  /** Whoever changes such a place sees it at once, and not in a suite. */
  @ParameterizedTest
  @MethodSource("bugs")
  void hasAPlaceInTheCode(PlantedBug bug) {
    assertThat(bug.mutant()).contains(bug.instead());
  }

  @Tag("suite")
  @ParameterizedTest
  @MethodSource("bugs")
  void isFoundWithinAThousandJobHours(PlantedBug bug) throws Exception {
    Class<?> jobs = MutatedClasses.with(bug).loadClass(SeededJobs.class.getName());
    String[] found =
        (String[])
            jobs.getMethod("firstViolation", int.class, int.class, int.class)
                .invoke(null, HOURS, EXECUTORS, JOB_HOURS);
    assertThat(found).as(bug.what()).isNotNull();
    String[] violation = requireNonNull(found);
    System.out.printf("%-55s %-28s %s%n", bug, violation[1], violation[0]);
    assertThat(bug.violates())
        .extracting(Invariant::name)
        .as("%s: %s", bug, violation[2])
        .contains(violation[0]);
  }

  @Test
  void everyInvariantCanFail() {
    Set<Invariant> violated =
        bugs().stream()
            .map(PlantedBug::violates)
            .filter(one -> one.size() == 1)
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    assertThat(violated).isEqualTo(EnumSet.allOf(Invariant.class));
  }
}
