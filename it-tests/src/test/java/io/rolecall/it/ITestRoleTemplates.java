package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A role for each user and one for each team, by the routes that the page on routes shows. */
class ITestRoleTemplates {

  private static final String SERVER = "arn:aws:iam::111111111111:user/server";

  @RegisterExtension static final LocalAwsExtension AWS = new LocalAwsExtension(world());

  @Started private static LocalAws aws;

  private Configuration conf;

  /** Each role may reach its own place alone, and there is one that no route's pattern fits. */
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

  @BeforeEach
  void configure() throws IOException {
    conf = S3Conf.rolecall(aws.endpoint(), "60s");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "server"));
    conf.set("fs.s3a.rolecall.routes", GuidePage.of("../routes").block("templates"));
    conf.set("fs.s3a.rolecall.submitters.trusted", "true");
    for (String key : List.of("home/alice/x", "home/mallory/x", "teams/analysts/x")) {
      aws.put("lake", key, new byte[10]);
    }
    aws.log().clear();
  }

  private long length(String user, String key, String... groups) throws Exception {
    return UserGroupInformation.createUserForTesting(user, groups)
        .doAs(
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
  void eachUserHasARole() throws Exception {
    assertThat(length("alice", "home/alice/x")).isEqualTo(10);
    assertThat(signers()).containsExactly("home-alice");
    aws.log().clear();
    assertThatThrownBy(() -> length("bob", "home/alice/x"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(signers()).containsExactly("home-bob");
  }

  @Test
  void eachTeamHasARole() throws Exception {
    assertThat(length("dora", "teams/analysts/x", "analysts", "staff")).isEqualTo(10);
    assertThat(signers()).containsExactly("team-analysts");
  }

  /**
   * Whoever manages users could make one of this name; the routes' author allows its role or not.
   */
  @Test
  void aUserWhoseRoleIsNotAllowedReachesNothingThoughTheRoleIsThere() {
    assertThatThrownBy(() -> length("mallory", "home/mallory/x"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(
            "s3a://lake/home is closed to this user: its role is"
                + " arn:aws:iam::222222222222:role/home-{user}, and for the user 'mallory' that"
                + " would be arn:aws:iam::222222222222:role/home-mallory, which the route's"
                + " 'allowed' (arn:aws:iam::222222222222:role/home-(alice|bob|carol)) does not"
                + " fit");
    assertThat(aws.log().entries()).isEmpty();
  }

  @Test
  void aNameThatNobodyHasProvenHasNone() {
    conf.unset("fs.s3a.rolecall.submitters.trusted");
    assertThatThrownBy(() -> length("alice", "home/alice/x"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("nobody has proven that the user is 'alice'");
    assertThat(aws.log().entries()).isEmpty();
  }
}
