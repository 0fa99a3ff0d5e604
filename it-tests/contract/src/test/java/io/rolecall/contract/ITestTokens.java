package io.rolecall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.log.AccessLog.Entry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delegation tokens, fetched and used as Hadoop's jobs do it. */
class ITestTokens {

  @TempDir private Path local;

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3", "s3n"})
  void aTokenServesWhoHasNothingElse(String scheme) throws Exception {
    Credentials tokens = new Credentials();
    try (FileSystem fs = Bucket.open(scheme, new Configuration())) {
      Bucket.write(fs, new org.apache.hadoop.fs.Path(scheme + "://contract/by-token"), bytes());
      assertThat(fs.addDelegationTokens("renewer", tokens)).hasSize(1);
      assertThat(fs.addDelegationTokens("renewer", tokens)).as("has it already").isEmpty();
    }
    assertServes(scheme, tokens);
  }

  @Test
  void travelsInAFile() throws Exception {
    Configuration conf = new Configuration();
    Credentials tokens = new Credentials();
    try (FileSystem fs = Bucket.open(conf)) {
      Bucket.write(fs, Bucket.path("by-token"), bytes());
      fs.addDelegationTokens("renewer", tokens);
    }
    File file = local.resolve("tokens").toFile();
    tokens.writeTokenStorageFile(new org.apache.hadoop.fs.Path(file.toURI()), conf);
    Credentials read = Credentials.readTokenStorageFile(file, conf);
    assertThat(read.getAllTokens())
        .extracting(token -> token.getService().toString())
        .containsExactly("s3a://contract");
    assertServes("s3a", read);
  }

  private static byte[] bytes() {
    return "text".getBytes(UTF_8);
  }

  /** The other user has no key of its own, and asks STS for nothing. */
  private static void assertServes(String scheme, Credentials tokens) throws Exception {
    UserGroupInformation other = UserGroupInformation.createRemoteUser("other");
    other.addCredentials(tokens);
    Configuration bare = new Configuration();
    bare.unset("fs.s3a.access.key");
    bare.unset("fs.s3a.secret.key");
    Bucket.mark();
    long length = other.doAs((PrivilegedExceptionAction<Long>) () -> length(scheme, bare));
    assertThat(length).isEqualTo(4);
    // This process's own sessions last for seconds, and are renewed meanwhile.
    assertThat(Bucket.requests().map(Entry::roleRequest).filter(Objects::nonNull))
        .noneMatch(request -> requireNonNull(request).sessionName().startsWith("other"));
    assertThat(Bucket.requests().map(Entry::principalArn))
        .isNotEmpty()
        .allMatch(arn -> String.valueOf(arn).contains(":assumed-role/contract/"));
  }

  private static long length(String scheme, Configuration conf) throws IOException {
    var path = new org.apache.hadoop.fs.Path(scheme + "://contract/by-token");
    try (FileSystem fs = FileSystem.newInstance(path.toUri(), conf)) {
      return fs.getFileStatus(path).getLen();
    }
  }
}
