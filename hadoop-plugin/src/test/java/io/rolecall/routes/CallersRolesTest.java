package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.routes.json.RoutesJson;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersRolesTest {

  private static final String ARN = "arn:aws:iam::222222222222:role/";
  private static final HadoopUser ALICE = HadoopUser.of("alice", "analysts", "staff");

  private static CallersRoles template(String allowed, String... names) {
    return CallersRoles.of(
        Stream.of(names).map(name -> new RoutesJson.Link(ARN + name, null)).toList(),
        ARN + allowed);
  }

  private static String outcome(CallersRoles roles, HadoopUser caller) {
    return roles
        .of(caller, false)
        .<String>match(
            chain -> chain.stream().map(RoutesJson.Link::role).collect(Collectors.joining(" ")),
            why -> why);
  }

  @ParameterizedTest
  @CsvSource({
    "lake-{user}, lake-[a-z]+, lake-alice",
    "users/{user}, users/.*, users/alice",
    "{user}, .*, alice",
    "lake-{group}, lake-(analysts|engineers), lake-analysts",
    "{group}/{user}, staff/.*, staff/alice",
    "{user}/{user}, .*, alice/alice"
  })
  void namesStandInTheRole(String name, String allowed, String role) {
    assertThat(outcome(template(allowed, name), ALICE)).isEqualTo(ARN + role);
  }

  @Test
  void eachRoleOfAChainMayBeOne() {
    CallersRoles template = template("lake-.*", "hub", "lake-{user}");
    assertThat(outcome(template, ALICE)).isEqualTo(ARN + "hub " + ARN + "lake-alice");
  }

  @Test
  void oneBeforeTheLastIsAllowedOrNotToo() {
    CallersRoles template = template("lake-.*", "{user}", "lake-{user}");
    assertThat(outcome(template, ALICE))
        .isEqualTo(
            "its role is arn:aws:iam::222222222222:role/lake-{user}, and for the user 'alice' that"
                + " would be arn:aws:iam::222222222222:role/alice,"
                + " arn:aws:iam::222222222222:role/lake-alice, which the route's 'allowed'"
                + " (arn:aws:iam::222222222222:role/lake-.*) does not fit");
  }

  @Test
  void thePatternFitsTheWholeArn() {
    assertThat(outcome(template("lake-ali", "lake-{user}"), ALICE))
        .isEqualTo(
            "its role is arn:aws:iam::222222222222:role/lake-{user}, and for the user 'alice' that"
                + " would be arn:aws:iam::222222222222:role/lake-alice, which the route's 'allowed'"
                + " (arn:aws:iam::222222222222:role/lake-ali) does not fit");
  }

  @Test
  void severalGroupsAreNotChosenAmong() {
    assertThat(outcome(template("lake-.*", "lake-{group}"), ALICE))
        .isEqualTo(
            "its role is arn:aws:iam::222222222222:role/lake-{group}, and the user 'alice' is in"
                + " several groups that each give one: [analysts, staff]. Let the route's 'allowed'"
                + " (arn:aws:iam::222222222222:role/lake-.*) fit one of them, or name a role for the"
                + " user");
  }

  @Test
  void whoIsInNoGroupOfTheRolesHasNone() {
    assertThat(outcome(template("lake-x", "lake-{group}"), ALICE))
        .isEqualTo(
            "its role is arn:aws:iam::222222222222:role/lake-{group}, and none of the groups of the"
                + " user 'alice' ([analysts, staff]) gives one that the route's 'allowed'"
                + " (arn:aws:iam::222222222222:role/lake-x) fits");
  }

  /** Whoever names users cannot reach into the rest of the ARN. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "../admin",
        ".",
        "-a",
        "a b",
        "a:b",
        "ä",
        "{group}",
        "a\nb",
        "a*",
        "a?",
        "$1",
        "",
        "a@EXAMPLE.COM",
        "host/a",
        "012345678901234567890123456789012345678901234567890123456789012345"
      })
  void aNameThatIsNoneOfARoleIsRefused(String name) {
    assertThat(outcome(template(".*", "lake-{user}"), HadoopUser.of(name)))
        .isEqualTo(
            "its role is arn:aws:iam::222222222222:role/lake-{user}, and the user's name '"
                + name.replace('\n', ' ')
                + "' cannot be part of a role: expected up to 64 letters, digits, '_', '.' and '-',"
                + " and no '.' or '-' before them");
  }

  @Test
  void suchAGroupGivesNone() {
    HadoopUser bob = HadoopUser.of("bob", "domain users", "x/admin", "lake");
    assertThat(outcome(template(".*", "{group}"), bob)).isEqualTo(ARN + "lake");
  }

  @Test
  void aNameThatNobodyHasProvenIsNotBelieved() {
    HadoopUser somebody = HadoopUser.unproven("alice");
    CallersRoles template = template(".*", "lake-{user}");
    assertThat(outcome(template, somebody))
        .isEqualTo(
            "its role is arn:aws:iam::222222222222:role/lake-{user}, and nobody has proven that the"
                + " user is 'alice': without Kerberos it is whoever HADOOP_USER_NAME says, and a proxy"
                + " user is whoever its real user says. Log in with Kerberos as this user; or, where"
                + " everybody who starts jobs may have everybody's roles, set"
                + " fs.s3a.rolecall.submitters.trusted=true");
    assertThat(template.of(somebody, true).<Object>match(chain -> chain.get(0).role(), why -> why))
        .isEqualTo(ARN + "lake-alice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arn:aws:iam::222222222222:role/{user}/x-{users} | .* | '{users}' in the role"
            + " 'arn:aws:iam::222222222222:role/{user}/x-{users}': expected {user} or {group}",
        "arn:aws:iam::222222222222:role/{group}/x-{} | .* | '{}' in the role"
            + " 'arn:aws:iam::222222222222:role/{group}/x-{}': expected {user} or {group}",
        "arn:aws:iam::{user}:role/x | .* | the role 'arn:aws:iam::{user}:role/x' depends on who"
            + " calls before its name: expected arn:aws:iam::<account>:role/ and then {user} or"
            + " {group}",
        "arn:aws:iam::222222222222:role/{user}-{group} | .* | the role"
            + " 'arn:aws:iam::222222222222:role/{user}-{group}' has two names without a '/' between"
            + " them, so that different callers could get the same role: put one into the role's"
            + " path",
        "arn:aws:iam::222222222222:role/{user}/{user | .* | 'arn:aws:iam::222222222222:role/{user}/{user' is not"
            + " a role ARN for any user: expected arn:aws:iam::<account>:role/<name with {user} or"
            + " {group}>",
        "arn:aws:iam::22:role/{user} | .* | 'arn:aws:iam::22:role/{user}' is not a role ARN for any"
            + " user: expected arn:aws:iam::<account>:role/<name with {user} or {group}>",
        "arn:aws:iam::222222222222:role/{user} | ( | 'allowed' is '(', which is no regular"
            + " expression: Unclosed group",
        "arn:aws:iam::222222222222:role/{user} | '' | 'allowed' is empty; give it a value, or leave"
            + " the field out",
        "arn:aws:iam::222222222222:role/{user} || the role 'arn:aws:iam::222222222222:role/{user}'"
            + " depends on who calls: add 'allowed', a pattern of the ARNs that may come of it, such"
            + " as arn:aws:iam::222222222222:role/lake-[a-z]+"
      })
  void whatCannotBeATemplateIsToldWhoeverCalls(String role, String allowed, String message) {
    List<RoutesJson.Link> chain = Arrays.asList(new RoutesJson.Link(role, null));
    assertThatThrownBy(() -> CallersRoles.of(chain, allowed))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(message);
  }
}
