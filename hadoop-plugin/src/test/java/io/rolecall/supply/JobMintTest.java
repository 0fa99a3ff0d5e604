package io.rolecall.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.S3Location;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.TokenContents;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JobMintTest {

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration();

  @BeforeEach
  void configure() {
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:1");
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    conf.set(
        "fs.s3a.rolecall.routes",
        """
        {"version": 1, "routes": [
          {"location": "s3a://b1/in", "role": "%1$s"},
          {"location": "s3a://b1/out", "role": "%1$s-out"},
          {"location": "s3a://b2", "role": "%1$s"}]}
        """
            .formatted(Samples.ROLE));
    sts.reach(conf);
  }

  @AfterEach
  void stopSts() {
    sts.close();
  }

  private static Optional<String> job(Minting.Minted minted, String bucket) throws IOException {
    Token<?> token = minted.credentials().getToken(new Text("s3a://" + bucket));
    return token == null ? Optional.empty() : RolecallTokens.job(token);
  }

  @Test
  void mintsNewSessionsForTheSameJobEachTime() throws IOException {
    JobMint mint = JobMint.of(conf, List.of(), Optional.empty());
    Minting.Minted first = mint.mint();
    Minting.Minted second = mint.mint();
    assertThat(first.credentials().numberOfTokens()).isEqualTo(2);
    assertThat(job(first, "b1")).isPresent().isEqualTo(job(second, "b2"));
    assertThat(sts.calls()).hasSize(4);
    assertThat(first.end()).isPresent();
    assertThat(conf.get("fs.s3a.rolecall.job.id")).as("the caller's own").isNull();
  }

  @Test
  void theJobIsTheConfigurationsElseTheFilesElseMadeUp() throws IOException {
    assertThat(job(JobMint.of(conf, List.of(), Optional.of("of-file")).mint(), "b2"))
        .contains("of-file");
    conf.set("fs.s3a.rolecall.job.id", "of-key");
    assertThat(job(JobMint.of(conf, List.of(), Optional.of("of-file")).mint(), "b2"))
        .contains("of-key");
  }

  @Test
  void mintsForTheNamedPlacesAlone() throws IOException {
    conf.set("fs.s3a.bucket.b1.rolecall.token.locations", "s3a://b1/out");
    Minting.Minted minted =
        JobMint.of(conf, List.of(S3Location.parse("s3a://b1/in")), Optional.empty()).mint();
    assertThat(minted.credentials().numberOfTokens()).isEqualTo(1);
    assertThat(sts.calls())
        .extracting(call -> call.parameters().get("RoleArn"))
        .containsExactly(Samples.ROLE.toString());
  }

  @Test
  void mintsThoughTheConfigurationCallsThisAnExecutor() throws IOException {
    conf.set("fs.s3a.rolecall.process", "executor");
    assertThat(JobMint.of(conf, List.of(), Optional.empty()).mint().end()).isPresent();
  }

  /** As where HADOOP_TOKEN_FILE_LOCATION names the file that is kept. */
  @Test
  void mintsThoughTheUserHasATokenOfTheBucket() throws Exception {
    JobMint mint = JobMint.of(conf, List.of(), Optional.of("job"));
    UserGroupInformation user = UserGroupInformation.createRemoteUser("alice");
    user.addCredentials(mint.mint().credentials());
    Token<?> foreign = TokenFiles.foreign();
    user.addToken(foreign);
    Minting.Minted next = user.doAs((PrivilegedExceptionAction<Minting.Minted>) mint::mint);
    assertThat(sts.calls()).hasSize(4);
    Text bucket = new Text("s3a://b1");
    assertThat(next.credentials().getToken(bucket))
        .isNotEqualTo(user.getCredentials().getToken(bucket));
    assertThat(TokenContents.of(next.credentials().getToken(bucket)).owner()).isEqualTo("alice");
    assertThat(user.getTokens()).hasSize(3);
  }

  @Test
  void mintsForAProxyUserWhoHasATokenOfTheBucket() throws Exception {
    JobMint mint = JobMint.of(conf, List.of(), Optional.of("job"));
    UserGroupInformation user =
        UserGroupInformation.createProxyUser("alice", UserGroupInformation.createRemoteUser("svc"));
    user.addCredentials(mint.mint().credentials());
    Minting.Minted next = user.doAs((PrivilegedExceptionAction<Minting.Minted>) mint::mint);
    assertThat(sts.calls()).hasSize(4);
    Token<?> token = next.credentials().getToken(new Text("s3a://b1"));
    assertThat(TokenContents.of(token).owner()).isEqualTo("alice");
  }

  @Test
  void withoutARouteThereIsNothingToMint() {
    conf.unset("fs.s3a.rolecall.routes");
    JobMint mint = JobMint.of(conf, List.of(), Optional.empty());
    assertThatThrownBy(mint::mint)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "no route names a bucket that a token could be made for: add one to"
                + " fs.s3a.rolecall.routes, or name a location with --for");
  }

  @Test
  void aLocationWithACommaIsRefused() {
    assertThatThrownBy(
            () -> JobMint.of(conf, List.of(S3Location.parse("s3a://b1/a,b")), Optional.empty()))
        .hasMessage(
            "--for s3a://b1/a,b: a location with a comma cannot be named; name the one above it");
  }
}
