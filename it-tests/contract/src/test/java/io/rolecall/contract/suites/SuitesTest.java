package io.rolecall.contract.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.Test;

class SuitesTest {

  /** What S3A does not run either, and why. */
  private static final Map<String, String> EXEMPT =
      Map.of(
          "AbstractContractAppendTest", "S3 cannot append",
          "AbstractContractConcatTest", "S3 cannot concatenate",
          "AbstractContractGetEnclosingRoot", "the root is the bucket, by Hadoop's default",
          "AbstractContractLeaseRecoveryTest", "S3 has no leases",
          "AbstractContractPathHandleTest", "S3A has no path handles of files",
          "AbstractContractSafeModeTest", "S3 has no safe mode",
          "AbstractContractSetTimesTest", "S3 has no times to set");

  @Test
  void runsEverySuiteOfHadoopOrSaysWhyNot() throws Exception {
    Set<String> known = new TreeSet<>(EXEMPT.keySet());
    for (Class<?> suite : suites()) {
      known.add(suite.getSuperclass().getSimpleName());
    }
    assertThat(hadoopsSuites()).isNotEmpty().isSubsetOf(known);
  }

  private static Set<String> hadoopsSuites() throws Exception {
    var jar = AbstractFSContract.class.getProtectionDomain().getCodeSource().getLocation();
    try (JarFile file = new JarFile(Path.of(jar.toURI()).toFile())) {
      return file.stream()
          .map(JarEntry::getName)
          .filter(
              name -> name.matches("org/apache/hadoop/fs/contract/AbstractContract\\w+\\.class"))
          .map(name -> name.replaceFirst(".*/", "").replace(".class", ""))
          .collect(Collectors.toSet());
    }
  }

  private static Set<Class<?>> suites() throws Exception {
    Path directory =
        Path.of(Objects.requireNonNull(SuitesTest.class.getResource("SuitesTest.class")).toURI())
            .getParent();
    Set<Class<?>> suites = new HashSet<>();
    try (DirectoryStream<Path> classes = Files.newDirectoryStream(directory, "ITest*.class")) {
      for (Path file : classes) {
        String name = file.getFileName().toString().replace(".class", "");
        suites.add(Class.forName(SuitesTest.class.getPackageName() + '.' + name, false, loader()));
      }
    }
    return suites;
  }

  private static ClassLoader loader() {
    return SuitesTest.class.getClassLoader();
  }
}
