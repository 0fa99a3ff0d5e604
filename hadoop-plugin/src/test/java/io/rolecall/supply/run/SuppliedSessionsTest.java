package io.rolecall.supply.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.handoff.StoreSettings;
import io.rolecall.route.Place;
import io.rolecall.route.S3Location;
import io.rolecall.supply.sessions.SuppliedPlace;
import io.rolecall.supply.tokens.JobConfiguration;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SuppliedSessionsTest {

  private static final StoreSettings STORE =
      new StoreSettings(Optional.of("eu-west-1"), Optional.of("http://127.0.0.1:9000"), true);

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);
  private final List<String> said = new ArrayList<>();
  private final List<CommandSupply> opened = new ArrayList<>();
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of("PATH", "/bin", "AWS_PROFILE", "other", "AWS_ACCESS_KEY_ID_DYNAMODB", "locks"));

  /** What this process has: the command inherits it. */
  private final Map<String, String> around = new HashMap<>();

  @TempDir private Path place;
  private RunFolder folder;

  @BeforeEach
  void configure() throws IOException {
    sts.reach(conf);
    conf.set("fs.s3a.rolecall.session.wait", "1m");
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString());
    conf.set("fs.s3a.bucket.b2.assumed.role.arn", Samples.ROLE.toString());
    folder = RunFolder.create(place);
  }

  @AfterEach
  void close() throws IOException {
    opened.forEach(CommandSupply::close);
    folder.close();
    sts.close();
  }

  private static SuppliedPlace location(String profile, String location) {
    return location(profile, location, STORE);
  }

  private static SuppliedPlace location(String profile, String location, StoreSettings store) {
    return new SuppliedPlace(
        Optional.of(profile).filter(name -> !name.isEmpty()), S3Location.parse(location), store);
  }

  private SuppliedSessions begun(SuppliedPlace... locations)
      throws IOException, InterruptedException {
    SuppliedSessions sessions =
        new SuppliedSessions(
            JobConfiguration.of(conf, Optional.of("job-1")),
            List.of(locations),
            folder,
            new Surroundings("python", around, Clock.systemUTC(), () -> false, said::add));
    opened.add(sessions);
    environment.putAll(around);
    sessions.begin();
    sessions.announce(environment);
    return sessions;
  }

  private String read(String variable) throws IOException {
    Path file = Path.of(String.valueOf(environment.get(variable)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    return Files.readString(file);
  }

  /** A line of the file of profiles; what it runs stands in the list of processes. */
  private static String prints(int file) {
    return "credential_process = sh -c 'while IFS= read -r line; do printf \"%s\\n\" \"$line\"; done"
        + " < \"$AWS_CONFIG_FILE."
        + file
        + "\"'\n";
  }

  private String printed(int file) throws Exception {
    String line = prints(file).strip();
    ProcessBuilder process =
        new ProcessBuilder("sh", "-c", line.substring("credential_process = ".length()));
    process.environment().put("AWS_CONFIG_FILE", environment.get("AWS_CONFIG_FILE"));
    return new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What it left running looks there for long, and others may make a folder of that name. */
  @Test
  void whereFilesWereNobodyElseCanPutSome() throws Exception {
    begun(location("b1", "s3a://b1"), location("two", "s3a://b2/x"));
    for (String variable : List.of("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")) {
      assertThat(String.valueOf(environment.get(variable)).substring(folder.toString().length()))
          .matches("/[0-9a-f-]{36}/aws-[a-z]+");
    }
    assertThat(read("AWS_CONFIG_FILE")).doesNotContain(folder.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(""))))
        .isEqualTo("rwx------");
    begun(location("", "s3a://b1"));
    assertThat(environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"))
        .matches(Pattern.quote(folder.toString()) + "/[0-9a-f-]{36}/authorization");
  }

  @Test
  void aSingleLocationIsWhatClientsFindByThemselves() throws Exception {
    begun(location("", "s3a://b1/in"));
    assertThat(environment)
        .containsOnlyKeys(
            "PATH",
            "AWS_ACCESS_KEY_ID_DYNAMODB",
            "AWS_EC2_METADATA_DISABLED",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "AWS_METADATA_ENDPOINT",
            "BOTO_CONFIG",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_SDK_LOAD_CONFIG",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_ENDPOINT_URL_S3",
            "AWS_ALLOW_HTTP",
            "AWS_VIRTUAL_HOSTED_STYLE_REQUEST")
        .containsEntry("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", "false");
    assertThat(read("AWS_SHARED_CREDENTIALS_FILE")).isEmpty();
    assertThat(read("AWS_CONFIG_FILE")).doesNotContain("credential_process", "key-1");
    assertThat(read("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"))
        .isEqualTo(environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
    assertThat(environment.values()).noneMatch(value -> value.contains("secret-1"));
    assertThat(sts.calls())
        .singleElement()
        .satisfies(call -> assertThat(call.parameter("RoleSessionName")).endsWith("-job-1"));
  }

  @Test
  void eachOfSeveralHasAProfileAndARoleHasOneSession() throws Exception {
    begun(location("b1", "s3a://b1"), location("two", "s3a://b2/x"));
    assertThat(environment)
        .doesNotContainKeys("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_ENDPOINT_URL_S3")
        .containsEntry("AWS_REGION", "eu-west-1");
    assertThat(read("AWS_CONFIG_FILE"))
        .startsWith("[profile b1]\n" + prints(0) + "region")
        .contains("[profile two]\n" + prints(1));
    for (int file = 0; file < 2; file++) {
      assertThat(printed(file)).contains("\"AccessKeyId\" : \"key-1\"");
    }
    assertThat(sts.calls()).hasSize(1);
  }

  /** What is in an account is found in another one's with the keys of whoever takes the port. */
  @Test
  void aClientOfAnotherServiceHasAFileThatNobodyElseWrites() throws Exception {
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\":1,\"routes\":[{\"client\":\"queues\",\"role\":\"" + Samples.ROLE + "\"}]}");
    begun(new SuppliedPlace(Optional.empty(), Place.parse("client:queues"), STORE));
    assertThat(environment)
        .doesNotContainKeys(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
        .containsEntry("AWS_REGION", "eu-west-1");
    assertThat(read("AWS_CONFIG_FILE")).startsWith("[default]\n" + prints(0) + "region");
    assertThat(printed(0)).contains("\"AccessKeyId\" : \"key-1\"");
  }

  @Test
  void aLocationThatIsTheDefaultByNameHasAFileToo() throws Exception {
    begun(location("default", "s3a://b1"));
    assertThat(environment).doesNotContainKey("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    assertThat(read("AWS_CONFIG_FILE")).startsWith("[default]\n" + prints(0));
  }

  /** What is signed by a location's role, token and all, is sent to that location's store. */
  @Test
  void theStoreIsTheLocationsOwn() throws Exception {
    around.put("AWS_ENDPOINT_URL", "https://elsewhere");
    around.put("AWS_ENDPOINT_URL_S3", "https://elsewhere");
    around.put("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    around.put("AWS_REGION", "us-east-1");
    around.put("AWS_DEFAULT_REGION", "us-east-1");
    begun(location("", "s3a://b1/in"));
    assertThat(environment)
        .containsEntry("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000")
        .containsEntry("AWS_REGION", "eu-west-1")
        .containsEntry("AWS_DEFAULT_REGION", "eu-west-1")
        .doesNotContainKeys("AWS_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
  }

  /** A variable would be every profile's. */
  @Test
  void eachOfSeveralHasItsOwnStoreAndTheRegionOfTheEnvironmentOnlyIfItHasNone() throws Exception {
    around.put("AWS_ENDPOINT_URL_S3", "https://elsewhere");
    around.put("AWS_DEFAULT_REGION", "us-east-1");
    StoreSettings aws = new StoreSettings(Optional.empty(), Optional.empty(), false);
    begun(location("b1", "s3a://b1"), location("two", "s3a://b2/x", aws));
    assertThat(environment)
        .doesNotContainKeys("AWS_ENDPOINT_URL_S3", "AWS_REGION", "AWS_DEFAULT_REGION");
    assertThat(read("AWS_CONFIG_FILE"))
        .contains(prints(0) + "region = eu-west-1\n", prints(1) + "region = us-east-1\n")
        .doesNotContain("elsewhere");
  }

  @Test
  void aSingleLocationWithoutRegionHasThatOfTheEnvironment() throws Exception {
    around.put("AWS_REGION", "us-east-1");
    begun(location("", "s3a://b1", new StoreSettings(Optional.empty(), Optional.empty(), false)));
    assertThat(environment).containsEntry("AWS_REGION", "us-east-1");
  }

  @Test
  void aLocationOfOthersIsRefused() {
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\":1,\"routes\":[{\"location\":\"s3a://b3\",\"role\":\""
            + Samples.ROLE
            + "\",\"users\":[\"carol\"]}]}");
    assertThatThrownBy(() -> begun(location("", "s3a://b3")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("s3a://b3");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void whatStsRefusesIsSaid() {
    sts.failNext(403, "AccessDenied", "no");
    assertThatThrownBy(() -> begun(location("", "s3a://b1")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("s3a://b1: STS refused " + Samples.ROLE);
  }

  @Test
  void whatIsGoneWithTheFolderIsWrittenNoMore() throws Exception {
    begun(location("b1", "s3a://b1"));
    folder.close();
    assertThatThrownBy(() -> folder.replace("x", new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + "/x cannot be written: there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tmp/a b/r", "/tmp/it's/r", "/tmp/a#b/r", "/tmp/p\u00e4/r", "/tmp/a\nb"})
  void aFolderThatNoReaderTakesAlikeIsRefused(String path) throws IOException {
    SuppliedSessions.checkThatItCanBeQuoted("/tmp/rolecall-run-1b2c-31/r_x+y@z,:=~");
    assertThatThrownBy(() -> SuppliedSessions.checkThatItCanBeQuoted(path))
        .isInstanceOf(IOException.class)
        .hasMessage(
            path
                + " cannot be named in a file of AWS's profiles, where letters, digits and"
                + " /._@+=:,~- are safe. TMPDIR names another place");
  }
}
