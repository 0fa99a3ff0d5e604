package io.rolecall.spark.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where code of an executor finds an AWS identity. */
class IdentityLookTest {

  private static final String HADOOPS = "hadoop.security.credential.provider.path";

  @TempDir private Path folder;

  private final Configuration conf = new Configuration(false);

  private List<String> found() {
    // Nobody answers there, and no file of whoever runs the tests is meant.
    return new IdentityLook(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"))
        .all(conf).stream().filter(place -> !place.startsWith("the file ")).toList();
  }

  private String store(String name, String... keys) throws IOException {
    String store = "localjceks://file" + folder.resolve(name);
    Configuration own = new Configuration(false);
    own.set(HADOOPS, store);
    CredentialProvider provider = CredentialProviderFactory.getProviders(own).get(0);
    for (String key : keys) {
      provider.createCredentialEntry(key, "s3cr3t".toCharArray());
    }
    provider.flush();
    return store;
  }

  @Test
  void nothingIsFoundWhereNothingIs() throws IOException {
    conf.set(HADOOPS, store("other.jceks", "ssl.server.keystore.password"));
    assertThat(found()).isEmpty();
  }

  @Test
  void theKeysOfTheConfigurationAreNamed() {
    conf.set("fs.s3a.bucket.b1.secret.key", "s3cr3t");
    assertThat(found()).containsExactly("the key fs.s3a.bucket.b1.secret.key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HADOOPS,
        "fs.s3a.security.credential.provider.path",
        "fs.s3a.bucket.b.1.security.credential.provider.path"
      })
  void soAreThoseOfCredentialStores(String list) throws IOException {
    String other = store("other.jceks", "ssl.server.keystore.password");
    String full = store("full.jceks", "fs.s3a.access.key", "fs.s3a.bucket.b1.session.token");
    conf.set(list, other + ", " + full);
    assertThat(found())
        .containsExactly(
            "the key fs.s3a.access.key in the credential store " + full,
            "the key fs.s3a.bucket.b1.session.token in the credential store " + full);
  }

  @Test
  void aStoreThatCannotBeReadHidesNoOther() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jceks"), "no key store");
    String full = store("full.jceks", "fs.s3a.secret.key");
    conf.set(HADOOPS, "localjceks://file" + broken + ",nosuch://thing," + full);
    assertThat(found())
        .containsExactly("the key fs.s3a.secret.key in the credential store " + full);
  }

  @Test
  void aPropertiesFileThatHoldsTheBaseIdentityIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("base.properties"), "accessKey=a\nsecretKey=b\n");
    conf.set("fs.s3a.rolecall.base.identity", "properties:" + file);
    conf.set("fs.s3a.bucket.b1.rolecall.base.identity", "properties:" + folder.resolve("gone"));
    assertThat(
            new IdentityLook(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"))
                .all(conf))
        .contains("the file " + file)
        .doesNotContain("the file " + folder.resolve("gone"));
  }
}
