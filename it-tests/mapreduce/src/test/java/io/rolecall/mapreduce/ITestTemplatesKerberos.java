package io.rolecall.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A role for each user where Kerberos proves who they are, and nobody has to be trusted: by the
 * routes that the page on routes shows.
 */
class ITestTemplatesKerberos {

  private static final String SERVER = "arn:aws:iam::111111111111:user/server";

  @RegisterExtension static final LocalAwsExtension AWS = new LocalAwsExtension(world());

  @Started private static LocalAws aws;
  @TempDir private static java.nio.file.Path shared;

  private static SecureRealm realm;
  private static Configuration conf;

  private static LocalAwsBuilder world() {
    return new LocalAwsBuilder()
        .account("111111111111", account -> account.user("server"))
        .account(
            "222222222222",
            account -> {
              account.bucket("lake");
              for (String user : List.of("alice", "bob", "mallory")) {
                account.role(
                    "home-" + user, role -> role.trusts(SERVER).readWrite("lake", "home/" + user));
              }
              account.role(
                  "team-analysts", role -> role.trusts(SERVER).readWrite("lake", "teams/analysts"));
            });
  }

  @BeforeAll
  static void start() throws Exception {
    realm = SecureRealm.start(shared.resolve("kdc"));
    conf = new Configuration();
    conf.set("hadoop.security.authentication", "kerberos");
    conf.set(
        "hadoop.user.group.static.mapping.overrides",
        "alice=analysts;bob=staff;mallory=staff;gateway=staff");
    UserGroupInformation.setConfiguration(conf);
    String endpoint = aws.endpoint().toString();
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.s3a.endpoint", endpoint);
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    conf.set("fs.s3a.assumed.role.sts.endpoint", endpoint);
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set("fs.s3a.assumed.role.session.duration", "60s");
    AccessKey base = aws.credentialsOf("111111111111", "server");
    conf.set("fs.s3a.access.key", base.accessKeyId());
    conf.set("fs.s3a.secret.key", base.secretAccessKey());
    conf.set("fs.s3a.rolecall.routes", GuidePage.of("../routes").block("templates"));
  }

  @AfterAll
  static void stop() {
    realm.close();
  }

  @BeforeEach
  void fill() throws IOException {
    for (String key : List.of("home/alice/x", "home/mallory/x", "teams/analysts/x")) {
      aws.put("lake", key, new byte[10]);
    }
    aws.log().clear();
  }

  private static long length(UserGroupInformation user, String key) throws Exception {
    return user.doAs(
        (PrivilegedExceptionAction<Long>)
            () -> {
              Path path = new Path("s3a://lake/" + key);
              try (FileSystem fs = FileSystem.newInstance(path.toUri(), conf)) {
                return fs.getFileStatus(path).getLen();
              }
            });
  }

  private static List<String> signers() {
    return aws.log()
        .s3()
        .map(entry -> String.valueOf(entry.principalArn()))
        .map(arn -> arn.replaceAll(".*:assumed-role/([^/]*)/.*", "$1"))
        .distinct()
        .toList();
  }

  @Test
  void whoHasATicketHasARole() throws Exception {
    assertThat(length(realm.login("alice"), "home/alice/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("home-alice");
    aws.log().clear();
    assertThatThrownBy(() -> length(realm.login("bob"), "home/alice/x"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(signers()).containsExactly("home-bob");
  }

  @Test
  void whoHasATicketHasTheirTeamsRole() throws Exception {
    assertThat(length(realm.login("alice"), "teams/analysts/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("team-analysts");
  }

  @Test
  void aTicketMakesNoRoleThatTheRoutesAuthorDoesNotAllow() {
    assertThatThrownBy(() -> length(realm.login("mallory"), "home/mallory/x"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3a://lake/home is closed to this user");
    assertThat(aws.log().entries()).isEmpty();
  }

  /** HDFS and YARN ask whether the gateway may speak for alice; S3 asks nobody. */
  @Test
  void whoIsAliceByTheWordOfAnotherHasNone() throws Exception {
    UserGroupInformation proxy =
        UserGroupInformation.createProxyUser("alice", realm.login("gateway"));
    refusesUnproven(proxy);
  }

  /** What HADOOP_USER_NAME makes of a process without a ticket. */
  @Test
  void whoIsAliceByTheEnvironmentHasNone() {
    refusesUnproven(UserGroupInformation.createRemoteUser("alice"));
  }

  private static void refusesUnproven(UserGroupInformation user) {
    assertThatThrownBy(() -> length(user, "home/alice/x"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("nobody has proven that the user is 'alice'");
    assertThat(aws.log().entries()).isEmpty();
  }
}
