package io.rolecall.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.DtUtilShell;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.util.ToolRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hadoop dtutil get}, through Hadoop's own shell, which finds the fetcher as a service. */
class RolecallDtFetcherTest {

  @TempDir Path folder;

  private final FakeSts sts = new FakeSts();

  @AfterEach
  void stopSts() {
    sts.close();
  }

  private Configuration conf() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:1");
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    sts.reach(conf);
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString());
    return conf;
  }

  private int get(String url, Path file) throws Exception {
    return ToolRunner.run(
        conf(), new DtUtilShell(), new String[] {"get", url, "-renewer", "yarn", file.toString()});
  }

  private void assertHoldsTheToken(Path file) throws IOException {
    Credentials credentials = Credentials.readTokenStorageFile(file.toFile(), new Configuration());
    assertThat(credentials.numberOfTokens()).isEqualTo(1);
    TokenContents contents = TokenContents.of(credentials.getToken(new Text("s3a://b1")));
    assertThat(contents.location()).isEqualTo("s3a://b1");
    assertThat(contents.renewer()).isEqualTo("yarn");
    assertThat(contents.routes())
        .singleElement()
        .satisfies(
            route -> {
              assertThat(route.access()).isEqualTo(Samples.ROLE.toString());
              assertThat(route.expiration()).isNotNull();
            });
    assertThat(sts.calls()).as("one session").hasSize(1);
  }

  /** Messages and pages name the command as Hadoop does. */
  @Test
  void hadoopCallsItDtutil() {
    assertThat(new DtUtilShell().getCommandUsage()).contains("hadoop dtutil ");
  }

  @Test
  void worksWithoutKerberos() throws Exception {
    Path file = folder.resolve("tokens");
    assertThat(get("s3://b1/", file)).isZero();
    assertHoldsTheToken(file);
  }

  @Test
  void withKerberosS3asOwnFetcherWritesOurTokensOnce() throws Exception {
    UserGroupInformation before = UserGroupInformation.getLoginUser();
    // Security is on, as with Kerberos, and needs no KDC.
    Configuration kerberos = new Configuration();
    kerberos.set("hadoop.security.authentication", "token");
    Path file = folder.resolve("tokens");
    try {
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser("alice"));
      UserGroupInformation.setConfiguration(kerberos);
      assertThat(get("s3a://b1/", file)).isZero();
    } finally {
      UserGroupInformation.setConfiguration(new Configuration());
      UserGroupInformation.setLoginUser(before);
    }
    assertHoldsTheToken(file);
  }

  @Test
  void thePathNamesTheLocation() throws Exception {
    Configuration conf = conf();
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://b2/in\", \"role\": \"%1$s\"},"
                .formatted(Samples.ROLE)
            + " {\"location\": \"s3a://b2/out\", \"role\": \"%1$s\"}]}"
                .formatted(Samples.OTHER_ROLE));
    Credentials credentials = new Credentials();
    Token<?> token =
        new RolecallDtFetcher().addDelegationTokens(conf, credentials, "yarn", "s3://b2/in/2026");
    assertThat(token.getService()).hasToString("s3a://b2");
    assertThat(TokenContents.of(token).routes())
        .extracting(TokenContents.CarriedRoute::access)
        .contains(Samples.ROLE.toString())
        .doesNotContain(Samples.OTHER_ROLE.toString());
  }

  @Test
  void whatIsNoLocationIsRefused() {
    assertThatThrownBy(
            () ->
                new RolecallDtFetcher()
                    .addDelegationTokens(conf(), new Credentials(), "yarn", "s3://b 1/x"))
        .isInstanceOf(IOException.class)
        .hasMessage("'b 1' is not a bucket name: expected 2 to 255 letters, digits, '.', '-', '_'");
  }

  @Test
  void plainS3aIsRefused() {
    Configuration conf = conf();
    conf.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    assertThatThrownBy(
            () ->
                new RolecallDtFetcher()
                    .addDelegationTokens(conf, new Credentials(), "yarn", "s3://b1"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "s3a://b1: org.apache.hadoop.fs.s3a.S3AFileSystem gives no token; expected one of"
                + " Rolecall's. Set fs.s3a.impl = io.rolecall.s3a.RolecallFileSystem");
  }
}
