package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A location that is routed for others is said to be closed, whichever command is asked. */
class ClosedRouteTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://ours", "identity": "base", "users": ["alice"]}]}
      """;

  private static final String CLOSED =
      "s3a://ours is routed for users [alice] alone, and user 'bob' is not among them. Add the user"
          + " or a group to a route, or a route for everybody";

  private static CommandRun run(String... arguments) {
    return new CommandRun.Setting().conf("fs.s3a.rolecall.routes", ROUTES).run(arguments);
  }

  @Test
  void checkFailsForWhomTheLocationIsClosed() {
    CommandRun run = run("check", "s3a://ours/x", "--user=bob");
    assertThat(run.out())
        .contains("FAILED   role           " + CLOSED + "\n")
        .doesNotContain("base");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void credentialsAreRefusedToWhomTheLocationIsClosed() {
    CommandRun run = run("credentials", "s3a://ours/x", "--json", "--user=bob");
    assertThat(run.err()).isEqualTo("rolecall: " + CLOSED + "\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void explainRefusesToo() {
    CommandRun run = run("explain", "s3a://ours/x", "--user=bob");
    assertThat(run.err()).isEqualTo("rolecall: " + CLOSED + "\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }

  private static CommandRun.Setting all(String routes) {
    return new CommandRun.Setting()
        .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
        .conf("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs")
        .conf("hadoop.user.group.static.mapping.overrides", "alice=;bob=")
        .conf("fs.s3a.rolecall.submitters.trusted", "true")
        .conf("fs.s3a.rolecall.routes", "{\"version\": 1, \"routes\": [" + routes + "]}");
  }

  private static final String OURS =
      "{\"location\": \"s3a://ours\", \"identity\": \"anonymous\", \"users\": [\"alice\"]}";
  private static final String OPEN = "{\"location\": \"s3a://open\", \"identity\": \"anonymous\"}";
  private static final String HOME =
      "{\"location\": \"s3a://home\", \"role\": \"arn:aws:iam::222222222222:role/home-{user}\","
          + " \"allowed\": \"arn:aws:iam::222222222222:role/home-alice\"}";

  private static final String HOME_CLOSED =
      "s3a://home is closed to this user: its role is arn:aws:iam::222222222222:role/home-{user}, and"
          + " for the user 'bob' that would be arn:aws:iam::222222222222:role/home-bob, which the"
          + " route's 'allowed' (arn:aws:iam::222222222222:role/home-alice) does not fit";

  private static List<String> lines(CommandRun run) {
    return run.out()
        .lines()
        .filter(line -> !line.contains("class path") && !line.contains("fs.s3a.impl"))
        .toList();
  }

  /** Each team's job has a part of the routes: it is not broken for what is others'. */
  @Test
  void checkOfAllSaysWhatIsClosedAndGoesOn() {
    CommandRun run = all(String.join(",", OURS, HOME, OPEN)).run("check", "--user=bob");
    assertThat(lines(run))
        .containsExactly(
            "skipped  routes         s3a://home: 1 route, which is closed to user 'bob'",
            "ok       routes         s3a://open: 1 route",
            "skipped  routes         s3a://ours: 1 route, which is closed to user 'bob'",
            "skipped  role           " + HOME_CLOSED,
            "ok       role           s3a://open is accessed anonymously: nothing is signed",
            "skipped  role           " + CLOSED,
            "4 ok, 0 warnings, 0 failed, 4 skipped");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void checkSaysHowManyRoutesOfABucketAreClosed() {
    String inner = OURS.replace("s3a://ours", "s3a://open/ours");
    assertThat(lines(all(OPEN + "," + inner).run("check", "--user=bob")))
        .contains(
            "ok       routes         s3a://open: 2 routes, of which 1 is closed to user 'bob'");
    String another = OURS.replace("s3a://ours", "s3a://open/other");
    assertThat(lines(all(OPEN + "," + inner + "," + another).run("check", "--user=bob")))
        .contains(
            "ok       routes         s3a://open: 3 routes, of which 2 are closed to user 'bob'");
    assertThat(lines(all(inner + "," + another).run("check", "--user=bob")))
        .contains("skipped  routes         s3a://open: 2 routes, which are closed to user 'bob'");
  }

  @Test
  void checkOfAllFailsForWhomNothingIsLeft() {
    CommandRun run = all(OURS + "," + HOME).run("check", "--user=bob");
    assertThat(lines(run))
        .containsExactly(
            "skipped  routes         s3a://home: 1 route, which is closed to user 'bob'",
            "skipped  routes         s3a://ours: 1 route, which is closed to user 'bob'",
            "FAILED   routes         user 'bob' has access to nothing: each place that is routed is"
                + " closed to this user",
            "                        -> The steps that are skipped say why, place by place",
            "skipped  role           " + HOME_CLOSED,
            "skipped  role           " + CLOSED,
            "2 ok, 0 warnings, 1 failed, 4 skipped");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(all(OURS).run("check", "--user=alice").exitCode()).isZero();
  }

  /** A client's route is closed as a bucket's is. */
  @Test
  void aClientMayBeClosed() {
    String glue = OURS.replace("\"location\": \"s3a://ours\"", "\"client\": \"glue\"");
    CommandRun run = all(OPEN + "," + glue.replace("anonymous", "base")).run("check", "--user=bob");
    assertThat(lines(run))
        .contains("skipped  routes         client:glue: 1 route, which is closed to user 'bob'");
    assertThat(run.exitCode()).isZero();
  }

  /** No bucket that is not named has a session of a scope: check said ok of them. */
  @Test
  void theRouteOfEveryOtherBucketHasNoScope() {
    String every =
        "{\"location\": \"s3a://*\", \"role\": \"arn:aws:iam::222222222222:role/r\", \"scope\":"
            + " \"read\"}";
    CommandRun run = all(OPEN + "," + every).run("check");
    assertThat(lines(run))
        .contains(
            "skipped  routes         every bucket that no route names: s3a://* has no route of its own,"
                + " and a role of every bucket can have no scope ('read'): a session policy names its"
                + " buckets. Name the bucket in a route, or set the scope to 'role'");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void theRouteOfEveryOtherBucketIsTheUsersOwn() {
    String every = HOME.replace("s3a://home", "s3a://*");
    String closed = HOME_CLOSED.replace("s3a://home", "s3a://*");
    assertThat(lines(all(every).run("check", "--user=alice")))
        .containsExactly(
            "ok       routes         every bucket that no route names:"
                + " arn:aws:iam::222222222222:role/home-alice. Name a location to try it",
            "3 ok, 0 warnings, 0 failed, 0 skipped");
    assertThat(lines(all(OPEN + "," + every).run("check", "--user=bob")))
        .contains("skipped  routes         every bucket that no route names: " + closed);
    CommandRun nothing = all(every).run("check", "--user=bob");
    assertThat(lines(nothing))
        .contains(
            "skipped  routes         every bucket that no route names: " + closed,
            "FAILED   routes         user 'bob' has access to nothing: each place that is routed is"
                + " closed to this user");
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.FAILED);
  }
}
