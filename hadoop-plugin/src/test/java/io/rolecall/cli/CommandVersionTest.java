package io.rolecall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The versions that the command tells are those of its class path, in a process of its own. */
final class CommandVersionTest {

  @TempDir Path folder;

  @Test
  void tellsTheSdkOfTheClassPathAndNotTheOneThatItWasCompiledWith() throws Exception {
    assertThat(versions(sdk("9.8.7") + File.pathSeparator + classPath()))
        .containsExactly("Rolecall (not from a jar)", "Hadoop 3.4.1", "AWS SDK 9.8.7");
  }

  @Test
  void tellsItsOwnVersionFromTheManifestOfItsJar() throws Exception {
    assertThat(versions(jar("4.5.6") + File.pathSeparator + classPath()))
        .startsWith("Rolecall 4.5.6");
  }

  @Test
  void tellsThatTheSdkIsNotThere() throws Exception {
    String without =
        Stream.of(classPath().split(File.pathSeparator))
            .filter(path -> !path.contains("sdk-core"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(versions(without))
        .containsExactly(
            "Rolecall (not from a jar)", "Hadoop 3.4.1", "AWS SDK (not on the class path)");
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Another version of the SDK's class that tells its version. */
  private Path sdk(String version) throws IOException {
    Path source = folder.resolve("VersionInfo.java");
    Files.writeString(
        source,
        "package software.amazon.awssdk.core.util; public final class VersionInfo {"
            + " public static final String SDK_VERSION = \""
            + version
            + "\"; }");
    Path classes = Files.createDirectories(folder.resolve("sdk"));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(failed).isZero();
    return classes;
  }

  /** The classes of this build as a jar whose manifest names a version. */
  private Path jar(String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    Path classes = Path.of("target/classes").toAbsolutePath();
    Path jar = folder.resolve("rolecall.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  private static List<String> versions(String classPath) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "io.rolecall.cli.RolecallCommand",
                "--version")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }
}
