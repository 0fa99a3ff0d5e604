package io.rolecall.contract.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.declaration.FreeKeys;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Test;

/** {@code docs/s3a-keys.md} against the Hadoop of this class path. */
class S3AKeysTest {

  private static final String S3A = "fs.s3a.";

  /** S3A's constants, of every class that can be read with what is on the class path. */
  private static TreeSet<String> constants() throws IOException, URISyntaxException {
    TreeSet<String> found = new TreeSet<>();
    Path jar =
        Path.of(S3AFileSystem.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (name.startsWith("org/apache/hadoop/fs/s3a/") && name.endsWith(".class")) {
          addConstants(found, name.substring(0, name.length() - 6).replace('/', '.'));
        }
      }
    }
    return found;
  }

  private static void addConstants(TreeSet<String> found, String className) {
    try {
      for (Field field :
          Class.forName(className, false, S3AKeysTest.class.getClassLoader()).getDeclaredFields()) {
        boolean constant =
            Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
        if (constant && field.getType() == String.class && field.trySetAccessible()) {
          String value = String.valueOf(field.get(null));
          if (value.startsWith(S3A)) {
            found.add(
                value.replace("fs.s3a.bucket.%s.accesspoint", "fs.s3a.bucket.BUCKET.accesspoint"));
          }
        }
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      // Classes of optional libraries. The one that matters is held by the test below.
    }
  }

  private static TreeSet<String> defaults() {
    Configuration defaults = new Configuration(false);
    defaults.addResource("core-default.xml");
    TreeSet<String> found = new TreeSet<>();
    for (Map.Entry<String, String> entry : defaults) {
      if (entry.getKey().startsWith(S3A)) {
        found.add(entry.getKey());
      }
    }
    return found;
  }

  @Test
  void eachKeyOfThisHadoopHasOneRowAndNoOtherHas() throws Exception {
    TreeSet<String> hadoops = constants();
    assertThat(hadoops)
        .contains("fs.s3a.access.key", "fs.s3a.committer.uuid", "fs.s3a.audit.enabled");
    hadoops.addAll(defaults());
    List<String> rows =
        Stream.concat(
                S3AKeyTable.rows().stream()
                    .filter(S3AKeyTable.Row::isHere)
                    .map(S3AKeyTable.Row::key),
                S3AKeyTable.noKeys().entrySet().stream()
                    .filter(name -> S3AKeyTable.isHere(name.getValue()))
                    .map(Map.Entry::getKey))
            .toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(hadoops);
  }

  /** That of Hadoop's cache is Hadoop's, and has the scheme's name in it. */
  @Test
  void whatAnybodyMaySetAreKeysThatS3aReads() {
    List<String> read =
        S3AKeyTable.rows().stream()
            .filter(row -> row.verdict().equals("as S3A"))
            .map(S3AKeyTable.Row::key)
            .toList();
    assertThat(FreeKeys.all())
        .filteredOn(free -> !free.equals("fs.s3a.impl.disable.cache"))
        .isNotEmpty()
        .allSatisfy(
            free ->
                assertThat(read)
                    .as(free)
                    .anyMatch(key -> free.endsWith(".") ? key.startsWith(free) : key.equals(free)));
  }

  @Test
  void eachRowHasOneVerdictAndAValue() {
    assertThat(S3AKeyTable.rows())
        .hasSizeGreaterThan(190)
        .allSatisfy(
            row -> {
              assertThat(row.verdict()).isIn("Rolecall", "refused", "as S3A", "no effect");
              assertThat(row.since()).matches("all|from 3\\.\\d\\.\\d");
              assertThat(row.value()).isNotEmpty();
            });
  }
}
