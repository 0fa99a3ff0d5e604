package io.rolecall.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.mappings.ImportedRoutes.Entry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people have their mappings, and fields that do not hold what they should. */
class MappingShapesTest {

  private static final String ONE = "arn:aws:iam::111111111111:role/one";

  private static final String MAPPINGS =
      "{'RoleMappings': [{'Role': '%s', 'IdentifierType': 'Prefix', 'Identifiers': ['s3://b1/']}]}"
          .formatted(ONE);
  private static final String CONFIGURATION =
      "{'EncryptionConfiguration': {}, 'AuthorizationConfiguration': {'EmrFsConfiguration': "
          + MAPPINGS
          + "}}";

  private static ImportedRoutes emrfs(String json) throws MappingException {
    return EmrfsMappings.routes(json.replace('\'', '"'));
  }

  private static ImportedRoutes trino(String mapping) throws MappingException {
    return TrinoMappings.routes(("{'mappings': [" + mapping + "]}").replace('\'', '"'));
  }

  private static Entry role(String location) {
    return new Entry(location, null, null, ONE, null, null);
  }

  private static Entry base(String location) {
    return new Entry(location, null, null, null, "base", null);
  }

  /** {@code CONFIGURATION} stands for the object, {@code TEXT} for it in a string. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONFIGURATION",
        // aws emr describe-security-configuration
        "{'Name': 'ours', 'SecurityConfiguration': TEXT, 'CreationDateTime': 1.5}",
        "{'Name': 'ours', 'SecurityConfiguration': CONFIGURATION}",
        // aws emr describe-security-configuration --query SecurityConfiguration
        "TEXT",
        // CloudFormation: a resource, its properties, a template
        "{'Type': 'AWS::EMR::SecurityConfiguration', 'Properties': {'SecurityConfiguration':"
            + " CONFIGURATION}}",
        "{'Resources': {'Bucket': {'Type': 'AWS::S3::Bucket'}, 'Ours': {'Type':"
            + " 'AWS::EMR::SecurityConfiguration', 'Properties': {'Name': 'ours',"
            + " 'SecurityConfiguration': CONFIGURATION}}}}",
        "{'Resources': {'Ours': {'Type': 'AWS::EMR::SecurityConfiguration', 'Properties':"
            + " {'SecurityConfiguration': TEXT}}}}",
      })
  void readsASecurityConfigurationAsItIsPrintedOrDeclared(String shape) throws MappingException {
    String text = '"' + CONFIGURATION.replace("'", "\\\"").replace("{}", "{\\n}") + '"';
    assertThat(
            emrfs(shape.replace("CONFIGURATION", CONFIGURATION).replace("TEXT", text))
                .document()
                .routes())
        .containsExactly(role("s3a://b1"), base("s3a://*"));
  }

  @Test
  void doesNotChooseAmongSecurityConfigurationsOfATemplate() {
    String resource =
        "{'Type': 'AWS::EMR::SecurityConfiguration', 'Properties': {'SecurityConfiguration': "
            + CONFIGURATION
            + "}}";
    assertThatThrownBy(
            () -> emrfs("{'Resources': {'One': " + resource + ", 'Two': " + resource + "}}"))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "mappings of EMRFS at several places: /Resources/One/Properties/SecurityConfiguration,"
                + " /Resources/Two/Properties/SecurityConfiguration. Keep one of them in the file");
  }

  @Test
  void saysWhereATextInTheDocumentIsNotJson() {
    assertThatThrownBy(() -> emrfs("{'SecurityConfiguration': '{x'}"))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "the text at /SecurityConfiguration is not JSON: Unexpected character ('x' (code 120)):"
                + " was expecting double-quote to start field name (line 1, column 2)");
  }

  private static final String KEY_VALUE =
      ONE + "=u:alice;bob," + ONE + "=G: admins ,\n " + ONE + "=p:s3://b1/;b2/data/*;s3://b3/x*";

  /** The forms in which EMR's own key stands in files of a cluster. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<?xml version='1.0'?><configuration><property><name>other</name><value>x</value></property>"
            + "<property><name>KEY</name><value>VALUE</value></property></configuration>",
        "[{'Classification': 'spark-defaults', 'Properties': {'spark.hadoop.KEY': 'VALUE'}}]",
        "{'Configurations': [{'Classification': 'outer', 'Configurations': [{'Classification':"
            + " 'core-site', 'Properties': {'KEY': 'VALUE'}}]}]}",
        "spark.app.name x\nspark.hadoop.KEY VALUE\n",
        "KEY=VALUE",
      })
  void readsTheKeyOfACluster(String shape) throws MappingException {
    for (String key :
        List.of("fs.s3a.authorization.roleMapping", "fs.s3.authorization.roleMapping")) {
      String json = shape.startsWith("<") ? shape : shape.replace('\'', '"');
      String value =
          shape.startsWith("<")
              ? KEY_VALUE
              : shape.startsWith("[") || shape.startsWith("{")
                  ? KEY_VALUE.replace("\n", "\\n")
                  : KEY_VALUE.replace("\n", "");
      ImportedRoutes routes =
          EmrfsMappings.routes(json.replace("KEY", key).replace("VALUE", value));
      assertThat(routes.problems()).isEmpty();
      assertThat(routes.document().routes())
          .contains(
              new Entry("s3a://b1", Set.of("alice", "bob"), Set.of("admins"), ONE, null, null),
              role("s3a://b1"),
              role("s3a://b2/data"),
              role("s3a://b3/x"),
              new Entry("s3a://*", Set.of("alice", "bob"), Set.of("admins"), ONE, null, null),
              base("s3a://*"));
      assertThat(routes.differences())
          .contains(
              "mapping 3: 's3://b3/x' also fitted keys that only begin alike; its route ends at a"
                  + " '/' (s3a://b3/x/...)");
    }
  }

  /** EMR's S3A takes the key of EMRFS only where its own is not set. */
  @Test
  void theKeyOfS3aGoesBeforeThatOfEmrfs() throws MappingException {
    assertThat(
            EmrfsMappings.routes(
                    "fs.s3.authorization.roleMapping="
                        + ONE
                        + "=p:s3://old/\nfs.s3a.authorization.roleMapping="
                        + ONE
                        + "=p:s3://new/\n")
                .document()
                .routes())
        .containsExactly(role("s3a://new"), base("s3a://*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arn:aws:iam::111111111111:role/one=x:alice | mapping 1: IdentifierType 'x': expected User,"
            + " Group or Prefix",
        "arn:aws:iam::111111111111:role/one=u: | mapping 1: 'Identifiers[0]' is blank; expected a"
            + " name or prefix",
        "arn:aws:iam::111111111111:role/one | mapping 1: 'IdentifierType' is blank; expected User,"
            + " Group or Prefix",
        "one=u:alice | mapping 1: 'one' is not a role ARN: expected"
            + " arn:aws:iam::<account>:role/<name>",
      })
  void saysWhatIsWrongWithTheKey(String value, String problems) {
    assertThatThrownBy(
            () -> EmrfsMappings.routes("fs.s3a.authorization.roleMapping=" + value + "\n"))
        .isInstanceOf(MappingException.class)
        .hasMessage(problems.replace(";mapping", "\nmapping"));
  }

  @Test
  void saysWhereXmlCannotBeRead() {
    assertThatThrownBy(
            () ->
                EmrfsMappings.routes(
                    "<configuration>\n<name>fs.s3a.authorization.roleMapping</nam>"))
        .isInstanceOf(MappingException.class)
        .hasMessageStartingWith("is no XML that can be read (line 2, column ");
  }

  @Test
  void readsOneIdentifierWithoutItsArray() throws MappingException {
    assertThat(
            emrfs(
                    "[{'Role': '%s', 'IdentifierType': 'Prefix', 'Identifiers': 's3://b1/'}]"
                        .formatted(ONE))
                .document()
                .routes())
        .containsExactly(role("s3a://b1"), base("s3a://*"));
  }

  @Test
  void saysThatExecutorsHaveNoBaseIdentity() throws MappingException {
    assertThat(emrfs(CONFIGURATION).differences())
        .containsExactly(
            "routed to the base identity: s3a://*. The driver alone has it, and executors are"
                + " refused there: name a role for what they read or write");
    assertThat(
            trino(
                    "{'prefix': 's3://b1/', 'useClusterDefault': true},"
                        + " {'prefix': 's3://b2/', 'user': 'bob', 'useClusterDefault': true}")
                .differences())
        .containsExactly(
            "routed to the base identity: s3a://b1, s3a://b2. The driver alone has it, and"
                + " executors are refused there: name a role for what they read or write");
  }

  @ParameterizedTest
  @ValueSource(strings = {".*", ".+", "^.*$", "(.*)", "(?:.+)", ".*?", "[\\\\s\\\\S]*"})
  void saysThatAPatternOfEveryGroupWidensToEverybody(String pattern) throws MappingException {
    ImportedRoutes routes =
        trino("{'group': '" + pattern + "', 'prefix': 's3://b1/', 'iamRole': '" + ONE + "'}");
    assertThat(routes.document().routes()).containsExactly(role("s3a://b1"));
    assertThat(routes.differences())
        .containsExactly(
            "mapping 1: 'group' is the pattern '"
                + pattern.replace("\\\\", "\\")
                + "', which fitted users who are in any group; its route is for everybody, also for"
                + " users without a group");
  }

  @ParameterizedTest
  @ValueSource(strings = {".*", ".+", "^.*$", "(.*)"})
  void aPatternOfEveryUserIsEverybodyAndWidensNothing(String pattern) throws MappingException {
    ImportedRoutes routes =
        trino("{'user': '" + pattern + "', 'prefix': 's3://b1/', 'iamRole': '" + ONE + "'}");
    assertThat(routes.document().routes()).containsExactly(role("s3a://b1"));
    assertThat(routes.differences()).isEmpty();
  }

  /** Trino reads null as if the field were not there, and that is for more than one would think. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user   | its route is for every user",
        "group  | its route is for every group",
        "prefix | its route is for every bucket",
      })
  void readsNullOfTrinoAsTrinoDoesAndSaysSo(String field, String meaning) throws MappingException {
    assertThat(trino("{'" + field + "': null, 'iamRole': '" + ONE + "'}").differences())
        .containsExactly(
            "mapping 1: '" + field + "' is null, which counts as if it were not there: " + meaning);
    assertThat(trino("{'kmsKeyId': null, 'iamRole': '" + ONE + "'}").differences()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | mapping 1: it is null; expected an object",
        "7 | mapping 1: it is a number; expected an object",
        "{'Role': null, 'IdentifierType': 'User', 'Identifiers': ['u']}"
            + " | mapping 1: 'Role' is null; expected a role ARN",
        "{'IdentifierType': 'User', 'Identifiers': ['u']}"
            + " | mapping 1: no 'Role'; expected a role ARN",
        "{'Role': {'Fn::GetAtt': ['R', 'Arn']}, 'IdentifierType': 'User', 'Identifiers': ['u']}"
            + " | mapping 1: 'Role' is an object; expected a role ARN (what CloudFormation computes"
            + " is not known here: write the value)",
        "{'Role': 'ROLE', 'IdentifierType': null, 'Identifiers': ['u']}"
            + " | mapping 1: 'IdentifierType' is null; expected User, Group or Prefix",
        "{'Role': 'ROLE', 'IdentifierType': 'User', 'Identifiers': null}"
            + " | mapping 1: 'Identifiers' is null; expected an array of names or prefixes",
        "{'Role': 'ROLE', 'IdentifierType': 'User', 'Identifiers': ['u', null]}"
            + " | mapping 1: 'Identifiers[1]' is null; expected a name or prefix",
        "{'Role': 'ROLE', 'IdentifierType': 'User', 'Identifiers': [7]}"
            + " | mapping 1: 'Identifiers[0]' is a number; expected a name or prefix",
        "{'Role': 'ROLE', 'IdentifierType': 'Group', 'Identifiers': [' ']}"
            + " | mapping 1: 'Identifiers[0]' is blank; expected a name or prefix",
        "{'Role': 'ROLE', 'IdentifierType': 'User', 'Identifiers': {'Ref': 'U'}}"
            + " | mapping 1: 'Identifiers' is an object; expected an array of names or prefixes"
            + " (what CloudFormation computes is not known here: write the value)",
      })
  void namesTheFieldThatDoesNotHoldWhatItShould(String mapping, String problem) {
    assertThatThrownBy(() -> emrfs("[" + mapping.replace("ROLE", ONE) + "]"))
        .isInstanceOf(MappingException.class)
        .hasMessage(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'iamRole': null} | mapping 1: 'iamRole' is null; expected a role ARN",
        "{'iamRole': ['ROLE']} | mapping 1: 'iamRole' is an array; expected a role ARN",
        "{'iamRole': 'ROLE', 'user': 7} | mapping 1: 'user' is a number; expected a pattern",
        "{'iamRole': 'ROLE', 'prefix': []} | mapping 1: 'prefix' is an array; expected a prefix of"
            + " S3",
        "{'useClusterDefault': 'yes'} | mapping 1: 'useClusterDefault' is a text; expected true or"
            + " false",
        "{'iamRole': 'ROLE', 'useClusterDefault': true} | mapping 1: 'useClusterDefault' beside"
            + " 'iamRole'; a route has one identity. Keep one of them",
        "{'iamRole': 'ROLE', 'roleSessionName': {}} | mapping 1: 'roleSessionName' is an object;"
            + " expected a text",
      })
  void namesTheFieldOfTrinoThatDoesNotHoldWhatItShould(String mapping, String problem) {
    assertThatThrownBy(() -> trino(mapping.replace("ROLE", ONE)))
        .isInstanceOf(MappingException.class)
        .hasMessage(problem);
  }

  @Test
  void aUserWhoMayBeAnybodyLeavesTheGroupToDecide() throws MappingException {
    assertThat(
            trino("{'user': '.*', 'group': 'finance', 'iamRole': '" + ONE + "'}")
                .document()
                .routes())
        .containsExactly(new Entry("s3a://*", null, java.util.Set.of("finance"), ONE, null, null));
  }
}
