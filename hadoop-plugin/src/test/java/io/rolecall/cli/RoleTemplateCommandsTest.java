package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.ExitCode;
import org.junit.jupiter.api.Test;

/** What commands say of roles that depend on who calls. */
class RoleTemplateCommandsTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://lake/home", "role": "arn:aws:iam::222222222222:role/home-{user}",
         "allowed": "arn:aws:iam::222222222222:role/home-(alice|bob)", "externalId": "e-1"},
        {"location": "s3a://lake/teams", "role": "arn:aws:iam::222222222222:role/team-{group}",
         "allowed": "arn:aws:iam::222222222222:role/team-(analysts|engineers)"}]}
      """;

  private static CommandRun run(String... arguments) {
    return setting().run(arguments);
  }

  private static CommandRun.Setting setting() {
    return new CommandRun.Setting()
        .conf("hadoop.user.group.static.mapping.overrides", "alice=staff,analysts;bob=;mallory=")
        .conf("fs.s3a.rolecall.submitters.trusted", "true")
        .conf("fs.s3a.rolecall.routes", ROUTES);
  }

  @Test
  void routesAreListedAsTheyAreWritten() {
    assertThat(run("routes").out())
        .contains(
            "s3a://lake/home   arn:aws:iam::222222222222:role/home-{user}        yes          1800 s",
            "s3a://lake/teams  arn:aws:iam::222222222222:role/team-{group}");
  }

  @Test
  void scopesAreListedToo() {
    assertThat(setting().conf("fs.s3a.rolecall.scope", "read").run("routes").out())
        .contains("duration  scope\n", "1800 s    read\n");
  }

  @Test
  void explainTellsTheRoleOfAUser() {
    assertThat(run("explain", "s3a://lake/home/x", "--user=alice").out())
        .contains("arn:aws:iam::222222222222:role/home-alice");
    assertThat(run("explain", "s3a://lake/teams/x", "--user=alice").out())
        .contains("arn:aws:iam::222222222222:role/team-analysts");
  }

  @Test
  void explainTellsWhyAUserHasNone() {
    assertThat(run("explain", "s3a://lake/home/x", "--user=mallory").err())
        .contains(
            "s3a://lake/home is closed to this user: its role is"
                + " arn:aws:iam::222222222222:role/home-{user}, and for the user 'mallory' that would"
                + " be arn:aws:iam::222222222222:role/home-mallory, which the route's 'allowed'"
                + " (arn:aws:iam::222222222222:role/home-(alice|bob)) does not fit");
    assertThat(
            setting()
                .conf("fs.s3a.rolecall.submitters.trusted", "false")
                .run("explain", "s3a://lake/home/x", "--user=alice")
                .err())
        .contains("nobody has proven that the user is 'alice'");
    assertThat(
            setting()
                .conf("fs.s3a.rolecall.submitters.trusted", "false")
                .conf("hadoop.security.authentication", "kerberos")
                .run("explain", "s3a://lake/home/x", "--user=alice")
                .out())
        .contains("arn:aws:iam::222222222222:role/home-alice");
  }

  /** The job's own question: a configuration that says Kerberos is no ticket. */
  @Test
  void whoeverRunsTheCommandHasProvenNoMoreThanTheirJobWould() {
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.submitters.trusted", "false")
            .conf("hadoop.security.authentication", "kerberos")
            .conf("fs.s3a.rolecall.routes", ROUTES.replace("home-(alice|bob)", "home-.*"))
            .run("explain", "s3a://lake/home/x");
    assertThat(run.err())
        .contains("nobody has proven that the user is '" + System.getProperty("user.name") + "'");
  }

  @Test
  void policiesAreWrittenForTheUsersThatAreNamed() {
    CommandRun run =
        run(
            "iam",
            "--principal=arn:aws:iam::111111111111:user/server",
            "--user=alice",
            "--user=mallory");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "role arn:aws:iam::222222222222:role/home-alice",
            "role arn:aws:iam::222222222222:role/team-analysts",
            "note: s3a://lake/home is closed to this user: its role is"
                + " arn:aws:iam::222222222222:role/home-{user}, and for the user 'mallory'",
            "note: s3a://lake/teams is closed to this user: its role is"
                + " arn:aws:iam::222222222222:role/team-{group}, and none of the groups of the user"
                + " 'mallory' ([]) gives one")
        .doesNotContain("home-bob", "role/home-mallory\n");
  }

  @Test
  void whoHasNoRoleIsToldWhy() {
    CommandRun run =
        run("iam", "--principal=arn:aws:iam::111111111111:user/server", "--user=mallory");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err())
        .contains(
            "no route needs a role", "for the user 'mallory' that would be", "'mallory' ([])");
  }

  private static final String OWN =
      """
      {"version": 1, "routes": [
        {"location": "s3a://lake/home", "role": "arn:aws:iam::222222222222:role/home-{user}",
         "allowed": "arn:aws:iam::222222222222:role/home-(alice|bob)"},
        {"location": "s3a://lake/home", "role": "arn:aws:iam::222222222222:role/alices-own",
         "users": ["alice"]}]}
      """;

  /** As her job does: the route that names her goes before the template. */
  @Test
  void whoHasARouteOfTheirOwnHasNoRoleOfTheTemplate() {
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.routes", OWN)
            .run(
                "iam",
                "--principal=arn:aws:iam::111111111111:user/server",
                "--user=alice",
                "--user=bob");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.startsWith("role arn:")))
        .containsExactly(
            "role arn:aws:iam::222222222222:role/alices-own",
            "role arn:aws:iam::222222222222:role/home-bob");
    assertThat(run.out()).doesNotContain("closed to this user", "role/home-alice");
    assertThat(
            setting()
                .conf("fs.s3a.rolecall.routes", OWN)
                .run("iam", "revoke", "--job=app-1", "--user=alice")
                .out())
        .contains("role/alices-own")
        .doesNotContain("home-{user}", "role/home-alice");
  }

  @Test
  void ofSeveralTemplatesTheOneOfTheUsersGroupIsWritten() {
    String routes =
        """
        {"version": 1, "routes": [
          {"location": "s3a://lake/home", "role": "arn:aws:iam::222222222222:role/a-{user}",
           "allowed": ".*", "groups": ["analysts"]},
          {"location": "s3a://lake/home", "role": "arn:aws:iam::222222222222:role/e-{user}",
           "allowed": ".*", "groups": ["engineers"]}]}
        """;
    CommandRun run =
        setting()
            .conf(
                "hadoop.user.group.static.mapping.overrides", "alice=analysts;bob=engineers;carol=")
            .conf("fs.s3a.rolecall.routes", routes)
            .run(
                "iam",
                "--principal=arn:aws:iam::111111111111:user/server",
                "--user=alice",
                "--user=bob",
                "--user=carol");
    assertThat(run.out().lines().filter(line -> line.startsWith("role arn:")))
        .containsExactly(
            "role arn:aws:iam::222222222222:role/a-alice",
            "role arn:aws:iam::222222222222:role/e-bob");
    assertThat(run.out().lines().filter(line -> line.contains(" alone, and user")))
        .containsExactly(
            "note: s3a://lake/home is routed for groups [analysts], groups [engineers] alone, and"
                + " user 'carol' (groups []) is not among them. Add the user or a group to a route,"
                + " or a route for everybody");
  }

  /** A job of such a user has no route of the whole bucket. */
  @Test
  void whoIsInTheGroupsOfTwoRoutesIsToldSo() {
    String routes =
        """
        {"version": 1, "routes": [
          {"location": "s3a://lake/home", "role": "arn:aws:iam::222222222222:role/home-{user}",
           "allowed": ".*"},
          {"location": "s3a://lake/teams", "role": "arn:aws:iam::222222222222:role/one",
           "groups": ["staff"]},
          {"location": "s3a://lake/teams", "role": "arn:aws:iam::222222222222:role/two",
           "groups": ["analysts"]}]}
        """;
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.routes", routes)
            .run(
                "iam",
                "--principal=arn:aws:iam::111111111111:user/server",
                "--user=alice",
                "--user=bob");
    assertThat(run.out())
        .contains(
            "role arn:aws:iam::222222222222:role/home-bob\n",
            "note: s3a://lake/home is closed to this user: user 'alice' is in the groups of two"
                + " routes for s3a://lake/teams: arn:aws:iam::222222222222:role/one (groups [staff])"
                + " and arn:aws:iam::222222222222:role/two (groups [analysts]). Add a route for the"
                + " user, or keep one\n")
        .doesNotContain("role/home-alice");
  }

  @Test
  void everyOtherBucketIsNamedAsRoutesWriteIt() {
    CommandRun.Setting setting =
        setting()
            .conf(
                "fs.s3a.rolecall.routes",
                """
                {"version": 1, "routes": [
                  {"location": "s3a://*", "role": "arn:aws:iam::222222222222:role/home-{user}",
                   "allowed": "arn:aws:iam::222222222222:role/home-alice"}]}
                """);
    assertThat(setting.run("iam", "--principal=arn:aws:iam::111111111111:user/server").err())
        .isEqualTo(
            "rolecall: s3a://* has the role arn:aws:iam::222222222222:role/home-{user}, which depends"
                + " on who calls. Say for whom with --user NAME, once for each user\n");
    assertThat(
            setting
                .run("iam", "--principal=arn:aws:iam::111111111111:user/server", "--user=mallory")
                .err())
        .contains("\ns3a://* is closed to this user: its role is")
        .doesNotContain("nobody gets");
  }

  /** As other routes that are closed to the user. */
  @Test
  void explainTellsOfTemplatesThatAreClosed() {
    assertThat(
            run("explain", "s3a://lake/home/x", "--user=bob")
                .out()
                .lines()
                .filter(line -> line.startsWith("s3a://lake/teams")))
        .containsExactly(
            "s3a://lake/teams  arn:aws:iam::222222222222:role/team-{group}  is closed to this user:"
                + " its role is arn:aws:iam::222222222222:role/team-{group}, and none of the groups of"
                + " the user 'bob' ([]) gives one that the route's 'allowed'"
                + " (arn:aws:iam::222222222222:role/team-(analysts|engineers)) fits");
    assertThat(
            setting()
                .conf("fs.s3a.rolecall.routes", OWN)
                .run("explain", "s3a://lake/home/x", "--user=alice")
                .out())
        .contains(
            "s3a://lake/home  arn:aws:iam::222222222222:role/home-{user}  is for everybody, and"
                + " another names the caller more closely");
  }

  /** What is closed to all who are named is closed to the role around it, too. */
  @Test
  void theRoleAroundAClosedPlaceIsDeniedIt() {
    CommandRun run =
        setting()
            .conf(
                "fs.s3a.rolecall.routes",
                """
                {"version": 1, "routes": [
                  {"location": "s3a://lake", "role": "arn:aws:iam::222222222222:role/lake-all"},
                  {"location": "s3a://lake/home",
                   "role": "arn:aws:iam::222222222222:role/home-{user}",
                   "allowed": "arn:aws:iam::222222222222:role/home-alice"}]}
                """)
            .run("iam", "--principal=arn:aws:iam::111111111111:user/server", "--user=mallory");
    assertThat(run.out())
        .contains("\"Effect\" : \"Deny\"", "arn:aws:s3:::lake/home/*")
        .doesNotContain("role arn:aws:iam::222222222222:role/home-alice");
  }

  /** One name too long for a role closes one place, and not its bucket. */
  @Test
  void aUserWhoseRoleIsNoneHasTheOtherPlaces() {
    String longest = "u".repeat(60);
    CommandRun.Setting setting =
        setting()
            .conf(
                "fs.s3a.rolecall.routes",
                """
                {"version": 1, "routes": [
                  {"location": "s3a://lake", "role": "arn:aws:iam::222222222222:role/lake-all"},
                  {"location": "s3a://lake/home",
                   "role": "arn:aws:iam::222222222222:role/home-{user}",
                   "allowed": ".*"}]}
                """);
    assertThat(setting.run("explain", "s3a://lake/x", "--user=" + longest).out())
        .contains("arn:aws:iam::222222222222:role/lake-all");
    assertThat(setting.run("explain", "s3a://lake/home/x", "--user=" + longest).err())
        .contains(
            "s3a://lake/home is closed to this user: its role is"
                + " arn:aws:iam::222222222222:role/home-{user}, and",
            "is not a role ARN");
  }

  @Test
  void policiesAreNotWrittenForNobody() {
    CommandRun run = run("iam", "--principal=arn:aws:iam::111111111111:user/server");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            """
            rolecall: s3a://lake/home has the role arn:aws:iam::222222222222:role/home-{user}, which depends on who calls. Say for whom with --user NAME, once for each user
            """);
  }

  @Test
  void revokingNeedsTheUserOfTheJob() {
    CommandRun without = run("iam", "revoke", "--job=app-1");
    assertThat(without.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(without.err()).contains("--user is missing: arn:aws:iam::222222222222:role/");
    assertThat(run("iam", "revoke", "--job=app-1", "--user=bob").out())
        .contains(
            "role arn:aws:iam::222222222222:role/home-bob\n",
            "' ([]) gives one that the route's 'allowed'"
                + " (arn:aws:iam::222222222222:role/team-(analysts|engineers)) fits. A job that began"
                + " before may still have sessions of arn:aws:iam::222222222222:role/team-{group}: if"
                + " it does, deny them in that role as in the others");
  }
}
