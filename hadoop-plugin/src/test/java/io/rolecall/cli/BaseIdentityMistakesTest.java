package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.cli.options.ExitCode;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.Access;
import io.rolecall.routes.RouteBook;
import io.rolecall.session.SessionException;
import io.rolecall.sts.JobIdentity;
import io.rolecall.sts.StsClients;
import io.rolecall.sts.StsSessionSource;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mistakes that people make with a base identity, each made with real files: whoever meets it,
 * {@code check}, {@code credentials} or a job, says the same of it.
 */
class BaseIdentityMistakesTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/r";
  private static final String FILES =
      "~/.aws/credentials or ~/.aws/config (or where AWS_SHARED_CREDENTIALS_FILE and"
          + " AWS_CONFIG_FILE say) of the user that the driver runs as";
  private static final String ONE_OF_ALL =
      ". Give the driver a profile, environment variables, a web identity or an instance profile";

  @TempDir Path home;

  private final Map<String, String> properties =
      Map.of(
          "aws.sharedCredentialsFile", "credentials",
          "aws.configFile", "config");
  private final FakeSts sts = new FakeSts();

  /** What the SDK reads in place of the environment. */
  @BeforeEach
  void surroundings() {
    properties.forEach((name, file) -> System.setProperty(name, home.resolve(file).toString()));
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void clear() {
    properties.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.disableEc2Metadata");
    sts.close();
  }

  /**
   * A mistake.
   *
   * @param identity the base identity's key
   * @param credentials what {@code ~/.aws/credentials} says
   * @param config what {@code ~/.aws/config} says
   * @param message what is said of it; {@code HOME} is where the files are
   */
  private record Mistake(
      String what, String identity, String credentials, String config, String message) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static Mistake profile(String what, String credentials, String message) {
    return new Mistake(
        what, "profile:ci", credentials, "", "base identity from profile 'ci': " + message);
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        profile(
            "half of the keys",
            "[ci]\naws_access_key_id=key-1\n",
            "Profile property 'aws_secret_access_key' was not configured for 'ci'. Expected a"
                + " section [ci] with credentials, or with what they are got by, in "
                + FILES),
        profile(
            "no such profile, and others that are nobody's business",
            "[prod]\naws_access_key_id=key-1\naws_secret_access_key=secret-1\n[customer-x]\n",
            "Profile file contained no credentials for profile 'ci'. Expected a section [ci] with"
                + " credentials, or with what they are got by, in "
                + FILES),
        profile(
            "a command that is not there",
            "[ci]\ncredential_process=/no/such/program --password secret-1\n",
            "its credential_process failed: Command returned non-zero exit value (127) with error"
                + " message: sh: 1: /no/such/program: not found. Run the command as the user that"
                + " the driver runs as"),
        profile(
            "a command that fails",
            "[ci]\ncredential_process=sh -c \"echo 'sign in first' >&2; exit 3\"\n",
            "its credential_process failed: Command returned non-zero exit value (3) with error"
                + " message: sign in first. Run the command as the user that the driver runs as"),
        profile(
            "a command that prints something else",
            "[ci]\ncredential_process=echo secret-1\n",
            "its credential_process failed: it did not print the JSON of credentials that the SDK"
                + " expects. Run the command as the user that the driver runs as"),
        profile(
            "a command that prints another version",
            "[ci]\ncredential_process=echo {}\n",
            "its credential_process failed: Unsupported credential version: null. Run the command"
                + " as the user that the driver runs as"),
        profile(
            "a web identity token that is not there",
            "[ci]\nweb_identity_token_file=/no/token\nrole_arn=" + ROLE + "\n",
            "/no/token does not exist. Expected a section [ci] with credentials, or with what they"
                + " are got by, in "
                + FILES),
        new Mistake(
            "single sign-on without its module",
            "profile:ci",
            "",
            "[profile ci]\nsso_session=s\nsso_account_id=111122223333\nsso_role_name=r\n"
                + "[sso-session s]\nsso_region=eu-west-1\nsso_start_url=https://x\n",
            "base identity from profile 'ci': To use Sso related properties in the 'ci' profile,"
                + " the 'sso' service module must be on the class path. Add that module of the"
                + " SDK, in the SDK's version, or give a profile of its own credential_process ="
                + " aws configure export-credentials --profile ci"),
        profile(
            "a loop of roles",
            "[ci]\nrole_arn=%1$s\nsource_profile=b\n[b]\nrole_arn=%1$s\nsource_profile=ci\n"
                .formatted(ROLE),
            "its source_profile leads back to a profile that was there before. Let the last"
                + " source_profile be one with credentials of its own"),
        profile(
            "a source profile that is not there",
            "[ci]\nrole_arn=" + ROLE + "\nsource_profile=b\n",
            "The source profile of 'ci' was configured to be 'b', but that source profile has no"
                + " credentials configured. Expected a section [ci] with credentials, or with what"
                + " they are got by, in "
                + FILES),
        profile(
            "a syntax error",
            "[ci]\nsecret-1\n",
            "HOME/credentials: Expected an '=' sign defining a property on line 2. Correct the"
                + " file"),
        profile(
            "a byte order mark",
            "\uFEFF[ci]\naws_access_key_id=key-1\naws_secret_access_key=secret-1\n",
            "HOME/credentials: Expected a profile definition on line 1, because the file begins"
                + " with a byte order mark: save it as UTF-8 without BOM. Correct the file"),
        new Mistake(
            "a syntax error in the other file",
            "profile:ci",
            "",
            "[profile ci\n",
            "base identity from profile 'ci': HOME/config: Profile definition must end with ']' on"
                + " line 1. Correct the file"),
        new Mistake(
            "a properties file that is not there",
            "properties:/no/file",
            "",
            "",
            "base identity from properties file /no/file: /no/file does not exist. Expected a file"
                + " that the driver can read, with accessKey=..., secretKey=... and perhaps"
                + " sessionToken=..."),
        new Mistake(
            "nothing for the default chain",
            "chain",
            "[customer-x]\n",
            "",
            chain("Profile file contained no credentials for profile 'default'")),
        new Mistake(
            "half of the keys for the default chain",
            "chain",
            "[default]\naws_access_key_id=key-1\n",
            "",
            chain("Profile property 'aws_secret_access_key' was not configured for 'default'")),
        new Mistake(
            "a command that fails in the default chain",
            "chain",
            "[default]\ncredential_process=sh -c \"echo 'sign in first' >&2; exit 3\"\n",
            "",
            chain(
                "its credential_process failed: Command returned non-zero exit value (3) with error"
                    + " message: sign in first")),
        new Mistake(
            "a syntax error for the default chain",
            "chain",
            "[default]\nsecret-1\n",
            "",
            "base identity from the SDK's default chain: HOME/credentials: Expected an '=' sign"
                + " defining a property on line 2"
                + ONE_OF_ALL));
  }

  private static String chain(String profile) {
    String settings =
        "Unable to load credentials from system settings. Access key must be specified either via"
            + " environment variable (AWS_ACCESS_KEY_ID) or system property (aws.accessKeyId)";
    return "base identity from the SDK's default chain found none (system properties: "
        + settings
        + "; environment: "
        + settings
        + "; web identity: Either the environment variable AWS_WEB_IDENTITY_TOKEN_FILE or the"
        + " javaproperty aws.webIdentityTokenFile must be set; profile: "
        + profile
        + "; container: Cannot fetch credentials from container - neither"
        + " AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        + " environment variables are set; instance profile: IMDS credentials have been disabled by"
        + " environment variable or system property)"
        + ONE_OF_ALL;
  }

  private String made(Mistake mistake) throws IOException {
    Files.writeString(home.resolve("credentials"), mistake.credentials, StandardCharsets.UTF_8);
    Files.writeString(home.resolve("config"), mistake.config, StandardCharsets.UTF_8);
    return mistake.message.replace("HOME", home.toString());
  }

  private CommandRun run(Mistake mistake, String... command) {
    return new CommandRun.Setting()
        .home(home)
        .conf("fs.s3a.assumed.role.sts.endpoint", sts.endpoint().toString())
        .conf("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1")
        .conf("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString())
        .conf("fs.s3a.rolecall.base.identity", mistake.identity)
        .run(command);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void areExplainedByCheck(Mistake mistake) throws IOException {
    String message = made(mistake);
    CommandRun run = run(mistake, "check", "--user=alice");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .contains("FAILED   base identity  " + sts.endpoint() + " in eu-west-1: " + message);
    assertThat(run.out()).doesNotContain("secret-1", "customer-x", "prod");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void areExplainedByCredentials(Mistake mistake) throws IOException {
    String message = made(mistake);
    CommandRun run = run(mistake, "credentials", "s3a://b1/k", "--json", "--user=alice");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: s3a://b1/k: no credentials to call STS with for "
                + Samples.ROLE
                + ": "
                + message
                + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void areExplainedToAJob(Mistake mistake) throws IOException {
    String message = made(mistake);
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.base.identity", mistake.identity);
    RouteBook book = RouteBook.of(conf);
    Access.Role role =
        new Access.Role(
            Samples.ROLE, Optional.empty(), Samples.TERMS, Samples.AWS, null, book.baseIdentity());
    try (BaseIdentity base = BaseIdentity.of(book);
        StsClients clients = new StsClients()) {
      SessionException failure =
          catchThrowableOfType(
              SessionException.class,
              () ->
                  StsSessionSource.byBase(
                          role,
                          base,
                          () -> new JobIdentity("job-1", "", "alice"),
                          clients,
                          Clock.systemUTC())
                      .obtain(null));
      assertThat(failure)
          .hasMessage("no credentials to call STS with for " + Samples.ROLE + ": " + message);
      for (Throwable e = failure; e != null; e = e.getCause()) {
        assertThat(e.toString()).doesNotContain("secret-1");
      }
    }
  }

  /** No role is assumed there, but the base identity has to be there all the same. */
  @ParameterizedTest
  @MethodSource("mistakes")
  void areExplainedByCheckForARouteToTheBaseIdentity(Mistake mistake) throws IOException {
    String message = made(mistake);
    CommandRun run =
        new CommandRun.Setting()
            .home(home)
            .conf(
                "fs.s3a.rolecall.routes",
                "{\"version\":1,\"routes\":[{\"location\":\"s3a://b1/a\",\"identity\":\"base\"},"
                    + "{\"location\":\"s3a://b1/b\",\"identity\":\"base\"}]}")
            .conf("fs.s3a.rolecall.base.identity", mistake.identity)
            .run("check", "--user=alice");
    assertThat(run.out().lines().filter(line -> line.contains(message)))
        .containsExactly("FAILED   base identity  " + message);
    assertThat(run.out())
        .contains(
            "skipped  role           s3a://b1/a: the base identity does not work\n",
            "skipped  role           s3a://b1/b: the base identity does not work\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }
}
