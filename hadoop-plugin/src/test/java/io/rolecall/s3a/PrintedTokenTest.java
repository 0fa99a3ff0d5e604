package io.rolecall.s3a;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Hadoop, YARN and Spark print tokens: as {@code toString}, which shows the identifier's bytes
 * where Rolecall's jar is missing. Nothing of that is a secret.
 */
class PrintedTokenTest {

  private static final List<String> SECRETS =
      List.of("key-1", "secret-1", "token-1", "base-key", "base-secret", "the-sse-key", "the-ctx");

  private final FakeSts sts = new FakeSts();

  @AfterEach
  void stopSts() {
    sts.close();
  }

  private Token<?> token() throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    conf.set("fs.s3a.encryption.algorithm", "SSE-C");
    conf.set("fs.s3a.encryption.key", "the-sse-key");
    conf.set("fs.s3a.encryption.context", "a=the-ctx");
    sts.reach(conf);
    try (RolecallFileSystem fs = new RolecallFileSystem()) {
      fs.initialize(URI.create("s3a://b1"), conf);
      return requireNonNull(fs.getDelegationToken("yarn"));
    }
  }

  private static void assertHoldsNoSecret(String shown) {
    assertThat(shown).doesNotContain(SECRETS);
    for (String secret : SECRETS) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      assertThat(shown)
          .doesNotContain(HexFormat.of().formatHex(bytes))
          .doesNotContain(HexFormat.ofDelimiter(" ").formatHex(bytes));
    }
  }

  @Test
  void showsNoSecretWhereRolecallsJarIs() throws IOException {
    Token<?> token = token();
    assertThat(token.toString()).contains("arn:aws:iam::111122223333:role/reader");
    assertHoldsNoSecret(token.toString());
    assertHoldsNoSecret(String.valueOf(token.decodeIdentifier()));
  }

  @Test
  void showsNoSecretWhereRolecallsJarIsMissing() throws IOException {
    Token<?> token = token();
    token.setKind(new Text("S3ADelegationToken/NobodyKnows"));
    assertThat(token.decodeIdentifier()).isNull();
    assertThat(token.toString())
        .as("Hadoop prints the bytes")
        .contains(HexFormat.ofDelimiter(" ").formatHex("reader".getBytes(StandardCharsets.UTF_8)));
    assertHoldsNoSecret(token.toString());
    assertHoldsNoSecret(new String(token.getIdentifier(), StandardCharsets.UTF_8));
  }
}
