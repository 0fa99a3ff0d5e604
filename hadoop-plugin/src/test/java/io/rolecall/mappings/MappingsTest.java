package io.rolecall.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.mappings.ImportedRoutes.Entry;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single mappings; {@link FirstMatchPropertiesTest} has lists of them. */
class MappingsTest {

  private static final String ONE = "arn:aws:iam::111111111111:role/one";
  private static final String TWO = "arn:aws:iam::111111111111:role/two";

  /** What is said of the base identity, wherever a mapping becomes that. */
  private static String onTheDriverAlone(String places) {
    return "routed to the base identity: "
        + places
        + ". The driver alone has it, and executors are refused there: name a role for what they"
        + " read or write";
  }

  /** Single quotes stand for double ones. */
  private static ImportedRoutes emrfs(String mappings) throws MappingException {
    return EmrfsMappings.routes(
        ("{'AuthorizationConfiguration': {'EmrFsConfiguration': {'RoleMappings': ["
                + mappings
                + "]}}}")
            .replace('\'', '"'));
  }

  private static String mapping(String role, String type, String identifiers) {
    return "{'Role': '%s', 'IdentifierType': '%s', 'Identifiers': [%s]}"
        .formatted(role, type, identifiers);
  }

  private static ImportedRoutes trino(String mappings) throws MappingException {
    return TrinoMappings.routes(("{'mappings': [" + mappings + "]}").replace('\'', '"'));
  }

  private static Entry role(String location, String role) {
    return new Entry(location, null, null, role, null, null);
  }

  private static Entry base(String location) {
    return new Entry(location, null, null, null, "base", null);
  }

  @Test
  void prefixesOfEmrfsBecomeLocations() throws MappingException {
    ImportedRoutes routes = emrfs(mapping(ONE, "Prefix", "'s3://b1/', 's3://b2/data/'"));
    assertThat(routes.document().version()).isEqualTo(1);
    assertThat(routes.document().routes())
        .containsExactly(role("s3a://b1", ONE), role("s3a://b2/data", ONE), base("s3a://*"));
    assertThat(routes.differences()).containsExactly(onTheDriverAlone("s3a://*"));
  }

  @Test
  void usersAndGroupsOfEmrfsAreRoutedEverywhere() throws MappingException {
    ImportedRoutes routes =
        emrfs(mapping(ONE, "User", "'alice', 'bob'") + ", " + mapping(TWO, "Group", "'admins'"));
    assertThat(routes.document().routes())
        .containsExactly(
            new Entry("s3a://*", Set.of("alice", "bob"), null, ONE, null, null),
            new Entry("s3a://*", null, Set.of("admins"), TWO, null, null),
            base("s3a://*"));
  }

  @Test
  void anEarlierMappingOfEmrfsDecidesInsideALocationToo() throws MappingException {
    ImportedRoutes routes =
        emrfs(
            mapping(ONE, "User", "'alice'")
                + ", "
                + mapping(TWO, "Prefix", "'s3://b1/data/'")
                + ", "
                + mapping(ONE, "Prefix", "'s3://b1/'"));
    assertThat(routes.document().routes())
        .containsExactly(
            new Entry("s3a://b1", Set.of("alice"), null, ONE, null, null),
            role("s3a://b1", ONE),
            new Entry("s3a://b1/data", Set.of("alice"), null, ONE, null, null),
            role("s3a://b1/data", TWO),
            new Entry("s3a://*", Set.of("alice"), null, ONE, null, null),
            base("s3a://*"));
  }

  @Test
  void aLocationThatSaysNothingNewIsLeftOut() throws MappingException {
    ImportedRoutes routes = emrfs(mapping(ONE, "Prefix", "'s3://b1/', 's3://b1/data/'"));
    assertThat(routes.document().routes()).containsExactly(role("s3a://b1", ONE), base("s3a://*"));
  }

  @Test
  void saysWhereTheOrderOfUsersAndGroupsDecided() throws MappingException {
    ImportedRoutes routes =
        emrfs(
            mapping(ONE, "Group", "'admins'")
                + ", "
                + mapping(TWO, "Group", "'analysts'")
                + ", "
                + mapping(TWO, "User", "'alice'"));
    assertThat(routes.differences())
        .containsExactly(
            "mapping 2: whoever is in the groups 'admins' and 'analysts' was given the role of"
                + " 'admins'; with routes, such a user is refused as ambiguous until a route names"
                + " the user",
            "mapping 3: user 'alice', if in group 'admins', was given the group's role by an earlier"
                + " mapping; a route for the user goes before one for a group",
            onTheDriverAlone("s3a://*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://b1      | mapping 1: 's3://b1' also fitted buckets that only begin alike; its route"
            + " does not",
        "s3://b1/data | mapping 1: 's3://b1/data' also fitted keys that only begin alike; its route"
            + " ends at a '/' (s3a://b1/data/...)",
      })
  void saysThatPrefixesFittedMore(String prefix, String difference) throws MappingException {
    assertThat(emrfs(mapping(ONE, "Prefix", "'" + prefix + "'")).differences())
        .containsExactly(difference, onTheDriverAlone("s3a://*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | not JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or"
            + " token 'null', 'true' or 'false') (line 1, column 2)",
        "{} | no mappings of EMRFS: expected an array at /RoleMappings or"
            + " /EmrFsConfiguration/RoleMappings or"
            + " /AuthorizationConfiguration/EmrFsConfiguration/RoleMappings of a security"
            + " configuration, which may be in what aws emr describe-security-configuration prints"
            + " or in a CloudFormation template in JSON; or fs.s3a.authorization.roleMapping or"
            + " fs.s3.authorization.roleMapping in a file of Hadoop (XML), of properties, or of EMR's"
            + " configurations (JSON)",
        "[{'Role': 'one', 'IdentifierType': 'Tag', 'Identifiers': ['s3://b1/']}] | mapping 1: 'one'"
            + " is not a role ARN: expected arn:aws:iam::<account>:role/<name>;mapping 1: IdentifierType 'Tag':"
            + " expected User, Group or Prefix",
        "[{'Role': 'arn:aws:iam::111111111111:role/one', 'IdentifierType': 'Prefix', 'Identifiers':"
            + " []}] | mapping 1: no 'Identifiers'",
        "[{'Role': 'arn:aws:iam::111111111111:role/one', 'IdentifierType': 'Prefix', 'Identifiers':"
            + " ['hdfs://x']}] | mapping 1: 'hdfs://x' is not an S3 location: expected s3a://bucket"
            + " or s3a://bucket/prefix",
      })
  void refusesWhatIsNotEmrfs(String json, String problems) {
    assertThatThrownBy(() -> EmrfsMappings.routes(json.replace('\'', '"')))
        .isInstanceOf(MappingException.class)
        .hasMessage(problems.replace(";mapping", "\nmapping"));
  }

  @Test
  void mappingsOfTrinoBecomeRoutes() throws MappingException {
    ImportedRoutes routes =
        trino(
            "{'prefix': 's3://b1/abc/', 'iamRole': '"
                + ONE
                + "'}, {'user': 'bob|charlie', 'iamRole': '"
                + TWO
                + "', 'roleSessionName': 'trino-${USER}'}, {'group': '(finance|re\\\\.search)', 'prefix':"
                + " 's3://b2/', 'useClusterDefault': true}");
    assertThat(routes.document().routes())
        .containsExactly(
            role("s3a://b1/abc", ONE),
            new Entry("s3a://b2", Set.of("bob", "charlie"), null, TWO, null, "trino-{user}"),
            new Entry("s3a://b2", null, Set.of("finance", "re.search"), null, "base", null),
            new Entry("s3a://*", Set.of("bob", "charlie"), null, TWO, null, "trino-{user}"));
    assertThat(routes.differences()).containsExactly(onTheDriverAlone("s3a://b2"));
  }

  @Test
  void aRoleOfEachUserBecomesATemplateThatIsAsWide() throws MappingException {
    String written = ONE.replaceFirst("[^/]*$", "") + "lake+${USER}";
    ImportedRoutes routes = trino("{'prefix': 's3://b1/', 'iamRole': '" + written + "'}");
    Entry entry = routes.document().routes().get(0);
    assertThat(entry.role()).isEqualTo(written.replace("${USER}", "{user}"));
    assertThat(Pattern.compile(String.valueOf(entry.allowed())))
        .matches(allowed -> allowed.matcher(written.replace("${USER}", "al.ice-1")).matches())
        .matches(allowed -> !allowed.matcher(written.replace("${USER}", "a/b")).matches())
        .matches(allowed -> !allowed.matcher(written.replace("+${USER}", "alice")).matches());
    assertThat(routes.differences())
        .containsExactly(
            "mapping 1: 'iamRole' has ${USER}: its route's 'allowed' fits every user's role. Narrow"
                + " it to the users who have one. Where users are not known by Kerberos, see"
                + " fs.s3a.rolecall.submitters.trusted");
  }

  @Test
  void everybodyIsAlsoSpeltAsAPattern() throws MappingException {
    assertThat(trino("{'user': '.*', 'iamRole': '" + ONE + "'}").document().routes())
        .containsExactly(role("s3a://*", ONE));
  }

  @Test
  void listsWhatRoutesDoNotHave() throws MappingException {
    ImportedRoutes routes =
        trino(
            "{'iamRole': '"
                + ONE
                + "', 'allowedIamRoles': ['"
                + TWO
                + "'], 'kmsKeyId': 'k', 'endpoint': 'e', 'colour': 'red'}");
    assertThat(routes.differences())
        .containsExactly(
            "mapping 1: 'allowedIamRoles' is not carried over: a query could choose among them, a"
                + " route has one role",
            "mapping 1: 'kmsKeyId' is not carried over: set"
                + " fs.s3a.bucket.BUCKET.encryption.algorithm and .encryption.key",
            "mapping 1: 'endpoint' is not carried over: set S3A's key of the bucket",
            "mapping 1: 'colour' is not known, and not carried over");
  }

  @Test
  void refusesMappingsOfTrinoThatWouldGiveSomebodyAnotherIdentity() {
    assertThatThrownBy(
            () ->
                trino(
                    "{'accessKey': 'AKIA', 'secretKey': 'do-not-show'}, {'user': 'b.*', 'iamRole': '"
                        + ONE
                        + "'}, {'user': 'bob', 'group': 'finance', 'iamRole': '"
                        + ONE
                        + "'}, {'allowedIamRoles': ['"
                        + ONE
                        + "']}"))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            """
            mapping 1: 'accessKey': a mapping to static keys. Make it a named identity of the routes, and remove it here
            mapping 1: no 'iamRole': a route has one role
            mapping 2: 'user' is the pattern 'b.*': a route names each user
            mapping 3: 'user' and 'group' together fit members of the group alone; a route fits whoever is either. Name the users
            mapping 4: no 'iamRole': a route has one role""");
  }
}
