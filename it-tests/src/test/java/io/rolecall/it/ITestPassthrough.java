package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The guide for those who come from credential passthrough, with its own routes and commands. */
class ITestPassthrough {

  private static final String GATEWAY = "arn:aws:iam::111111111111:user/gateway";
  private static final GuidePage GUIDE = GuidePage.of("passthrough");

  private static final Map<String, String> GROUPS =
      Map.of("alice", "analysts", "bob", "engineers", "erin", "engineers", "mallory", "staff");

  @RegisterExtension static final LocalAwsExtension AWS = new LocalAwsExtension(world());

  @Started private static LocalAws aws;

  @TempDir private java.nio.file.Path scratch;

  private Configuration conf;

  private static LocalAwsBuilder world() {
    return new LocalAwsBuilder()
        .account("111111111111", account -> account.user("gateway"))
        .account(
            "222222222222",
            account -> {
              account.bucket("lake");
              account.role(
                  "raw-reader",
                  role -> role.trusts(GATEWAY).externalId("lake-1").read("lake", "raw"));
              account.role(
                  "curated-reader",
                  role -> role.trusts(GATEWAY).externalId("lake-1").read("lake", "curated"));
              for (String role : List.of("curated-writer", "curated-admin")) {
                account.role(
                    role,
                    its -> its.trusts(GATEWAY).externalId("lake-1").readWrite("lake", "curated"));
              }
              for (String user : List.of("alice", "bob", "erin")) {
                account.role(
                    "home-" + user,
                    role ->
                        role.trusts(GATEWAY)
                            .externalId("lake-1")
                            .readWrite("lake", "home/" + user));
              }
            });
  }

  @BeforeEach
  void configure() throws IOException {
    conf = S3Conf.rolecall(aws.endpoint(), "60s");
    GUIDE.settings("settings").forEach(conf::set);
    java.nio.file.Path routes = scratch.resolve("routes.json");
    Files.writeString(routes, GUIDE.block("entitlements"));
    assertThat(conf.get("fs.s3a.rolecall.routes.file")).isEqualTo("/etc/rolecall/routes.json");
    conf.set("fs.s3a.rolecall.routes.file", routes.toString());
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "gateway"));
    for (String key : List.of("raw/x", "curated/x", "home/alice/x", "home/bob/x")) {
      aws.put("lake", key, new byte[10]);
    }
    aws.log().clear();
  }

  private <T> T as(String user, String key, Work<T> work) throws Exception {
    return UserGroupInformation.createUserForTesting(
            user, new String[] {GROUPS.getOrDefault(user, "")})
        .doAs(
            (PrivilegedExceptionAction<T>)
                () -> {
                  Path path = new Path("s3a://lake/" + key);
                  try (FileSystem fs = FileSystem.newInstance(path.toUri(), conf)) {
                    return work.on(fs, path);
                  }
                });
  }

  /** What is done with a path. */
  private interface Work<T> {
    T on(FileSystem fs, Path path) throws IOException;
  }

  private long length(String user, String key) throws Exception {
    return as(user, key, (fs, path) -> fs.getFileStatus(path).getLen());
  }

  private static List<String> signers() {
    List<String> signers =
        aws.log()
            .s3()
            .map(entry -> String.valueOf(entry.principalArn()))
            .map(arn -> arn.replaceAll(".*:assumed-role/([^/]*)/.*", "$1"))
            .distinct()
            .toList();
    aws.log().clear();
    return signers;
  }

  @Test
  void eachUserHasTheRolesOfTheirEntitlements() throws Exception {
    assertThat(length("alice", "curated/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("curated-reader");
    assertThat(length("bob", "curated/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("curated-writer");
    assertThat(length("erin", "curated/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("curated-admin");
    assertThat(length("bob", "raw/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("raw-reader");
    assertThat(length("alice", "home/alice/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("home-alice");
  }

  @Test
  void whatIsOthersIsClosed() {
    assertThatThrownBy(() -> length("alice", "raw/x"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(
            "s3a://lake/raw is routed for groups [engineers] alone, and user 'alice' (groups"
                + " [analysts]) is not among them");
    assertThatThrownBy(() -> length("mallory", "home/mallory/x"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3a://lake/home is closed to this user");
    assertThat(aws.log().entries()).isEmpty();
    assertThatThrownBy(() -> length("alice", "home/bob/x"))
        .as("the role of each user has their own place alone")
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(
            () ->
                as(
                    "alice",
                    "curated/y",
                    (fs, path) -> {
                      fs.create(path, true).close();
                      return true;
                    }))
        .as("an analyst reads")
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aRouteWithoutAnExternalIdIsRefused() throws Exception {
    java.nio.file.Path routes = java.nio.file.Path.of(conf.get("fs.s3a.rolecall.routes.file"));
    Files.writeString(
        routes, GUIDE.block("entitlements").replaceFirst("\"externalId\": \"lake-1\",", ""));
    assertThatThrownBy(() -> length("alice", "curated/x"))
        .hasMessageContaining(
            "the role arn:aws:iam::222222222222:role/raw-reader is of the account 222222222222,"
                + " which is none of fs.s3a.rolecall.own.accounts (111111111111)");
  }

  @Test
  void theCommandsSayWhatAUserHas() throws Exception {
    Configuration own = new Configuration(false);
    conf.forEach(
        key -> {
          if (key.getKey().startsWith("fs.")) {
            own.set(key.getKey(), conf.get(key.getKey()));
          }
        });
    own.set(
        "hadoop.user.group.static.mapping.overrides",
        "alice=analysts;bob=engineers;erin=engineers");
    java.nio.file.Path folder = Files.createDirectories(scratch.resolve("conf"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("core-site.xml"))) {
      own.writeXml(out);
    }
    for (PageCommands.Command command : PageCommands.of("docs/guides/passthrough.md")) {
      FinishedProcess result =
          new RolecallScript(scratch)
              .environment("HADOOP_CONF_DIR", folder.toString())
              .environment("PATH", RolecallScript.path().getParent() + ":" + System.getenv("PATH"))
              .execute(List.of("bash", "-c", command.text()));
      assertThat(result.exitCode()).as(command + "\n" + result.out() + result.err()).isZero();
      assertThat(result.out()).as(command.toString()).contains(expected(command.text()));
    }
  }

  private static String[] expected(String command) {
    return switch (command.split(" ")[1]) {
      case "explain" -> new String[] {"arn:aws:iam::222222222222:role/curated-reader"};
      case "check" ->
          new String[] {
            "skipped  role           s3a://lake/raw is routed for groups [engineers] alone",
            "arn:aws:iam::222222222222:role/home-alice for s3a://lake/home",
            "0 failed"
          };
      default ->
          new String[] {
            "role arn:aws:iam::222222222222:role/curated-admin",
            "role arn:aws:iam::222222222222:role/home-alice",
            "role arn:aws:iam::222222222222:role/home-bob",
            "role arn:aws:iam::222222222222:role/home-erin",
            "lake-1"
          };
    };
  }
}
