package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings of {@code check} about what people fall into: KMS keys, and STS's global endpoint. */
class CheckTrapsTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/writer";
  private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";

  @TempDir private Path folder;

  private final FakeSts sts = new FakeSts();

  @AfterEach
  void stop() {
    sts.close();
  }

  private CommandRun.Setting setting(String fields) throws IOException {
    return new CommandRun.Setting()
        .reaching(sts, folder)
        .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
        .conf("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs")
        .conf(
            "fs.s3a.rolecall.routes",
            ("{'version': 1, 'routes': [{'location': 's3a://lake/out', 'role': '"
                    + ROLE
                    + "'"
                    + fields
                    + "}]}")
                .replace('\'', '"'));
  }

  private static List<String> lines(CommandRun.Setting setting, String step) {
    return setting
        .run("check")
        .out()
        .lines()
        .dropWhile(line -> !line.contains("  " + step + " "))
        .takeWhile(line -> line.contains("  " + step + " ") || line.startsWith("     "))
        .map(String::strip)
        .toList();
  }

  /** In a file, where keys belong. */
  private CommandRun.Setting written(CommandRun.Setting setting, String algorithm, String key)
      throws IOException {
    Path file = folder.resolve("encryption.xml");
    Files.writeString(
        file,
        "<configuration><property><name>fs.s3a.encryption.algorithm</name><value>"
            + algorithm
            + "</value></property><property><name>fs.s3a.bucket.lake.encryption.key</name><value>"
            + key
            + "</value></property></configuration>");
    return setting.file(file);
  }

  private CommandRun.Setting written(CommandRun.Setting setting, String key) throws IOException {
    return written(setting, "SSE-KMS", key);
  }

  @Test
  void aKeyThatAScopeDoesNotNameIsTold() throws IOException {
    assertThat(lines(written(setting(", 'scope': 'read-write'"), KEY), "KMS key"))
        .containsExactly(
            "warning  KMS key        s3a://lake/out is written with fs.s3a.bucket.lake.encryption.key"
                + " = '"
                + KEY
                + "', which its scope 'read-write' does not name: its sessions may not use the key",
            "-> Name it in 'kmsKeys' of its route, or in fs.s3a.rolecall.scope.kms.keys");
    assertThat(
            lines(
                written(setting(", 'scope': 'write', 'kmsKeys': ['" + KEY + "']"), KEY), "KMS key"))
        .isEmpty();
  }

  @Test
  void anAliasIsNotEnough() throws IOException {
    assertThat(lines(written(setting(", 'scope': 'write'"), "alias/lake"), "KMS key"))
        .containsExactly(
            "warning  KMS key        s3a://lake/out is written with fs.s3a.bucket.lake.encryption.key"
                + " = 'alias/lake', which its scope 'write' does not name: its sessions may not use"
                + " the key",
            "-> Name its ARN, which 'aws kms describe-key' prints, in 'kmsKeys' of its route, or in"
                + " fs.s3a.rolecall.scope.kms.keys: IAM does not look up which key an alias or id"
                + " stands for");
    assertThat(
            lines(
                written(setting(", 'scope': 'write', 'kmsKeys': ['" + KEY + "']"), "alias/lake"),
                "KMS key"))
        .as("it may be the one that is named")
        .isEmpty();
  }

  @Test
  void whoeverOnlyReadsOrHasNoScopeIsNotBothered() throws IOException {
    assertThat(lines(written(setting(", 'scope': 'read'"), "alias/lake"), "KMS key")).isEmpty();
    assertThat(lines(written(setting(""), "alias/lake"), "KMS key")).isEmpty();
    assertThat(lines(written(setting(", 'scope': 'write'"), "SSE-C", "secret"), "KMS key"))
        .as("a key of SSE-C is a secret, and none of KMS")
        .isEmpty();
  }

  @Test
  void anAliasInASessionPolicyAllowsNothing() throws IOException {
    String alias = "arn:aws:kms:eu-west-1:111122223333:alias/lake";
    String policy =
        ", 'policy': {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action':"
            + " ['s3:GetObject', 'kms:Decrypt'], 'Resource': ['*', 'ALIAS']}, {'Effect': 'Allow',"
            + " 'Action': 'kms:CreateAlias', 'Resource': 'ALIAS2'}, {'Effect': 'Deny', 'Action':"
            + " 'kms:*', 'Resource': 'ALIAS2'}]}";
    assertThat(
            lines(
                setting(policy.replace("ALIAS2", alias + "2").replace("ALIAS", alias)), "KMS key"))
        .containsExactly(
            "warning  KMS key        the session policy of s3a://lake/out allows the use of "
                + alias
                + ": IAM compares the ARN of the key itself, so that this allows nothing",
            "-> Write the key's ARN, which 'aws kms describe-key' prints");
  }

  /** Without an endpoint of one's own, which would go before a region. */
  @Test
  void theGlobalEndpointIsNotForEachRegion() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
            .conf("fs.s3a.rolecall.base.identity", "properties:/no/such/file")
            .conf("fs.s3a.bucket.lake.assumed.role.arn", ROLE)
            .conf("fs.s3a.assumed.role.sts.endpoint.region", "aws-global")
            .run("check");
    assertThat(run.out())
        .contains(
            "warning  STS            s3a://lake: STS is asked at its global endpoint (region"
                + " 'aws-global'), whose sessions are not valid in regions that were enabled by hand\n"
                + "                        -> Name a region: the route's 'region', or"
                + " fs.s3a.assumed.role.sts.endpoint.region\n");
  }
}
