package io.rolecall.routes.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.Access;
import io.rolecall.route.Assertion;
import io.rolecall.route.Federation;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.OwnCredentials;
import io.rolecall.route.Route;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.testing.RecordedLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which base identity a route has. */
class IdentityReaderTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String HUB = "arn:aws:iam::444455556666:role/hub";

  private final Configuration conf = new Configuration(false);

  @AfterEach
  void clear() {
    System.clearProperty("aws.webIdentityTokenFile");
    System.clearProperty("aws.roleArn");
  }

  private Access routed(String identities, String access) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'identities': {"
                + identities
                + "}, 'routes': [{'location': 's3a://b1', "
                + access
                + "}]}")
            .replace('\'', '"'));
    Route whole = RouteBook.of(conf).of("b1", HadoopUser.current()).routes().whole();
    return requireNonNull(whole, "no route").access();
  }

  private IdentitySource by(String identities, String name) {
    return ((Access.Role) routed(identities, "'role': '" + READER + "', 'by': '" + name + "'"))
        .by();
  }

  private IdentitySource base() {
    return RouteBook.of(conf).of("b1", HadoopUser.current()).baseIdentity();
  }

  @Test
  void isTheSdksChainWhereNothingIsSaid() {
    assertThat(base()).isEqualTo(new OwnCredentials.DefaultChain());
  }

  @Test
  void isS3asKeysWhereTheyAreSetAndNothingIsSaid() {
    conf.set("fs.s3a.access.key", "k");
    conf.set("fs.s3a.secret.key", "s");
    assertThat(base()).isEqualTo(new OwnCredentials.StaticKeys("k", ""));
    conf.set("fs.s3a.rolecall.base.identity", "chain");
    assertThat(base()).isEqualTo(new OwnCredentials.DefaultChain());
  }

  @Test
  void isTheKeyOfTheBucketIfItHasOne() {
    conf.set("fs.s3a.rolecall.base.identity", "instance-profile");
    conf.set("fs.s3a.bucket.b1.rolecall.base.identity", "profile:b1");
    assertThat(base()).isEqualTo(new OwnCredentials.Profile("b1", Optional.empty()));
    assertThat(RouteBook.of(conf).of("b2", HadoopUser.current()).baseIdentity())
        .isEqualTo(new OwnCredentials.InstanceProfile(Optional.empty()));
  }

  @Test
  void isChosenByRoute() {
    conf.set("fs.s3a.rolecall.base.identity", "container");
    assertThat(by("", "base")).isEqualTo(new OwnCredentials.Container());
    assertThat(by("", "instance-profile"))
        .isEqualTo(new OwnCredentials.InstanceProfile(Optional.empty()));
    assertThat(by("", "properties:/etc/keys"))
        .isEqualTo(new OwnCredentials.PropertiesFile(Path.of("/etc/keys")));
    assertThat(
            by(
                "'node': {'kind': 'instance-profile', 'endpoint': 'http://[fd00:ec2::254]'}",
                "node"))
        .isEqualTo(
            new OwnCredentials.InstanceProfile(Optional.of(URI.create("http://[fd00:ec2::254]"))));
    assertThat(by("'p': {'kind': 'profile', 'profile': 'x', 'file': '/c'}", "p"))
        .isEqualTo(new OwnCredentials.Profile("x", Optional.of(Path.of("/c"))));
    assertThat(by("'p': {'kind': 'properties', 'file': '/c'}", "p"))
        .isEqualTo(new OwnCredentials.PropertiesFile(Path.of("/c")));
    assertThat(by("'c': {'kind': 'chain'}", "c")).isEqualTo(new OwnCredentials.DefaultChain());
  }

  @Test
  void canAccessALocationItself() {
    assertThat(routed("", "'identity': 'instance-profile'"))
        .isEqualTo(new Access.Base(new OwnCredentials.InstanceProfile(Optional.empty())));
    conf.set("fs.s3a.rolecall.base.identity", "container");
    assertThat(routed("", "'identity': 'base'"))
        .isEqualTo(new Access.Base(new OwnCredentials.Container()));
  }

  @Test
  void isTheWebIdentityThatEksGivesAPod() {
    System.setProperty("aws.webIdentityTokenFile", "/var/run/token");
    System.setProperty("aws.roleArn", HUB);
    Access.Role role = (Access.Role) routed("", "'role': '" + READER + "', 'by': 'web-identity'");
    assertThat(role).hasToString(READER + " <- " + HUB);
    assertThat(role.by()).isEqualTo(new Federation.WebIdentity(Path.of("/var/run/token")));
  }

  @Test
  void isTheRolesThemselvesWhereASignInNamesNone() {
    Access.Role role =
        (Access.Role)
            routed(
                "'pod': {'kind': 'web-identity', 'tokenFile': '/t'}",
                "'role': '" + READER + "', 'by': 'pod'");
    assertThat(role.through()).isNull();
    assertThat(role.by()).isEqualTo(new Federation.WebIdentity(Path.of("/t")));
  }

  @Test
  void doesNotChainTheRoleOfASignInToItself() {
    assertThat(
            routed(
                "'s': {'kind': 'saml', 'assertionFile': '/a', 'role': '" + HUB + "'}",
                "'roles': [{'role': '" + HUB + "'}, {'role': '" + READER + "'}], 'by': 's'"))
        .hasToString(READER + " <- " + HUB);
  }

  @Test
  void isASamlAssertionOfAFileOrACommand() {
    assertThat(by("'s': {'kind': 'saml', 'assertionFile': '/a'}", "s"))
        .isEqualTo(new Federation.Saml(new Assertion.File(Path.of("/a")), Optional.empty()));
    assertThat(
            by(
                "'s': {'kind': 'saml', 'assertionCommand': ['login', '-b'], 'assertionTimeout':"
                    + " '5s', 'provider': 'arn:aws:iam::444455556666:saml-provider/idp'}",
                "s"))
        .isEqualTo(
            new Federation.Saml(
                new Assertion.Command(List.of("login", "-b"), Duration.ofSeconds(5)),
                Optional.of("arn:aws:iam::444455556666:saml-provider/idp")));
  }

  @Test
  void keepsTheArgumentsOfACommandToItself() {
    IdentitySource saml =
        by("'s': {'kind': 'saml', 'assertionCommand': ['login', 'password']}", "s");
    assertThat(saml).hasToString("the SAML assertion of command login");
  }

  @Test
  void sendsTagsOnlyWhereStsTakesThem() {
    conf.set("fs.s3a.rolecall.session.tags", "team=a");
    Access.Role role =
        (Access.Role)
            routed(
                "'s': {'kind': 'saml', 'assertionFile': '/a', 'role': '" + HUB + "'}",
                "'role': '" + READER + "', 'by': 's'");
    assertThat(role.terms().tags()).containsEntry("team", "a");
    assertThat(requireNonNull(role.through()).terms().tags()).isEmpty();
  }

  @Test
  void saysOnceThatAChainHasShorterSessions() {
    String later = "arn:aws:iam::111122223333:role/said-once";
    try (RecordedLog log = new RecordedLog(RoleChain.class, "INFO")) {
      for (int i = 0; i < 2; i++) {
        routed(
            "", "'roles': [{'role': '" + HUB + "'}, {'role': '" + later + "'}], 'duration': '4h'");
      }
      assertThat(log.lines())
          .containsExactly(
              "INFO "
                  + later
                  + " is assumed by another role, which AWS allows for one hour at most: its"
                  + " sessions last 3600 s instead of the 14400 s that are configured, and are"
                  + " renewed.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'x': {'kind': 'imds'} | kind 'imds' is not known; expected keys, environment, chain, instance-profile,"
            + " container, web-identity, profile, properties or saml",
        "'x': {} | kind '' is not known; expected keys, environment, chain, instance-profile, container,"
            + " web-identity, profile, properties or saml",
        "'x': {'kind': 'profile'} | no 'profile'",
        "'x': {'kind': 'properties'} | no 'file'",
        "'x': {'kind': 'properties', 'file': '/f', 'profile': 'p'} | kind 'properties' has no"
            + " [profile]; its fields: [file]",
        "'x': {'kind': 'instance-profile', 'endpoint': 'node'} | endpoint 'node': expected a URI",
        "'x': {'kind': 'saml'} | expected exactly one of 'assertionFile' and 'assertionCommand'",
        "'x': {'kind': 'saml', 'assertionCommand': []} | the command is empty; name a program",
        "'x': {'kind': 'saml', 'assertionCommand': ['c'], 'assertionTimeout': 'soon'} |"
            + " assertionTimeout 'soon': expected a duration such as 90s, 15m or 1h",
        "'x': {'kind': 'saml', 'assertionFile': '/a', 'assertionTimeout': '5s'} | 'assertionTimeout'"
            + " beside 'assertionFile': it is for 'assertionCommand'; remove one of them",
        "'x': {'kind': 'saml', 'assertionFile': ' '} | 'assertionFile' is empty; give it a value, or"
            + " leave the field out",
        "'x': {'kind': 'saml', 'assertionFile': '/a', 'role': 'analyst'} | 'analyst' is not a role"
            + " ARN: expected arn:aws:iam::<account>:role/<name>",
        "'x': {'kind': 'saml', 'assertionFile': '/a', 'role': 'arn:aws:iam::111122223333:role/{group}/in'}"
            + " | 'role' is 'arn:aws:iam::111122223333:role/{group}/in', which would depend on who calls:"
            + " a base identity is the same for all users. Name one role, and write {user} or {group}"
            + " into the 'role' of a route, with 'allowed'",
        "'x': {'kind': 'web-identity', 'role': 'arn:aws:iam::111122223333:role/in-{user}'}"
            + " | 'role' is 'arn:aws:iam::111122223333:role/in-{user}', which would depend on who calls:"
            + " a base identity is the same for all users. Name one role, and write {user} or {group}"
            + " into the 'role' of a route, with 'allowed'",
      })
  void saysWhatIsWrongWithADefinitionWhoeverUsesIt(String definition, String message) {
    assertThatThrownBy(() -> by(definition, "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: identity 'x': " + message);
    assertThatThrownBy(() -> by(definition, "chain"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: identity 'x': " + message);
  }

  /** Executors do not have the pod's token; they read the same routes. */
  @Test
  void asksOnlyWhoeverUsesAnIdentityForWhatTheMachineHas() {
    String pod = "'x': {'kind': 'web-identity'}";
    assertThatThrownBy(() -> by(pod, "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3a://b1: identity 'x': AWS_WEB_IDENTITY_TOKEN_FILE is"
                + " not set; expected EKS to set it for the pod's service account, or an identity of"
                + " kind 'web-identity' that names its 'tokenFile'");
    assertThat(by(pod, "chain")).isEqualTo(new OwnCredentials.DefaultChain());
  }

  @ParameterizedTest
  @CsvSource({"base", "anonymous", "keys", "instance-profile", "profile:x", "''"})
  void refusesANameThatMeansSomethingElse(String name) {
    assertThatThrownBy(() -> by("'" + name + "': {'kind': 'chain'}", "chain"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes: identity '"
                + name
                + "': expected a name of letters, digits, '.', '_' and '-' that is not one of base,"
                + " anonymous, default, keys, environment, chain, instance-profile, container, web-identity");
  }

  @Test
  void namesTheKeyThatCannotBeRead() {
    conf.set("fs.s3a.rolecall.base.identity", "profil:x");
    assertThatThrownBy(this::base)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.base.identity = 'profil:x': identity 'profil:x' is not known; expected"
                + " one of 'identities' [], or default, keys, environment, chain, instance-profile, container,"
                + " web-identity, profile:NAME, properties:FILE");
  }

  @Test
  void anonymousSignsNothingAndSoAssumesNoRole() {
    assertThat(routed("", "'identity': 'anonymous'")).isEqualTo(new Access.Anonymous());
    assertThatThrownBy(() -> by("", "anonymous"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3a://b1: identity 'anonymous' signs nothing, so it"
                + " cannot call STS; it is for the 'identity' of a route alone");
    conf.set("fs.s3a.rolecall.base.identity", "anonymous");
    assertThatThrownBy(this::base)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.base.identity = 'anonymous': identity 'anonymous' signs nothing, so it"
                + " cannot call STS; it is for the 'identity' of a route alone");
  }

  @Test
  void saysThatKeysAreMissing() {
    conf.set("fs.s3a.rolecall.base.identity", "keys");
    assertThatThrownBy(this::base)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "neither fs.s3a.access.key nor fs.s3a.secret.key is set; set both (best in a file of"
                + " hadoop.security.credential.provider.path), or choose another"
                + " fs.s3a.rolecall.base.identity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'identity': 's' | the SAML assertion of /a is a sign-in to a role; name the 'role', and"
            + " the identity in 'by'",
        "'identity': 'base', 'by': 's' | fields of a role beside 'identity', which assumes none: by;"
            + " remove them, or name the 'role'",
        "'role': 'R', 'by': 's', 'sessionName': 'n' | 'sessionName' for a role that the SAML"
            + " assertion of /a gives: the identity provider names the session. Remove it, or put"
            + " the role behind another",
        "'role': 'R', 'by': 's', 'externalId': 'ext' | 'externalId' for a role that the SAML"
            + " assertion of /a gives: only AssumeRole has one. Remove it, or put the role behind"
            + " another",
        "'role': 'R', 'by': 's', 'tags': {'a': 'b'} | session tags or a source identity for a role"
            + " that the SAML assertion of /a gives: they come from the identity provider. Remove"
            + " them, or put the role behind another",
      })
  void saysWhatARouteCannotAskOfASignIn(String access, String message) {
    assertThatThrownBy(
            () ->
                routed(
                    "'s': {'kind': 'saml', 'assertionFile': '/a'}",
                    access.replace("'R'", "'" + READER + "'")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: route of s3a://b1: " + message);
  }
}
