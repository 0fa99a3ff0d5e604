package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.quickstart.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** A process of one version of Hadoop, with the released plugin on its class path. */
final class HadoopProcess {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Workplace PLACE = Workplace.ofThisProject();

  private final String classPath;
  private final Path scratch;
  private final Map<String, String> environment = new HashMap<>();

  /** A version of Hadoop that the project is built with. */
  enum Version {
    /** What the plugin is compiled against. */
    LOWEST("hadoop-plugin/target/hadoop.classpath"),
    /** What Spark runs with here. */
    SPARKS("it-tests/target/spark.classpath");

    private final String file;

    Version(String file) {
      this.file = file;
    }
  }

  /**
   * What a process left behind.
   *
   * @param exitCode its exit code
   * @param out its standard output
   * @param err its standard error
   */
  record Result(int exitCode, String out, String err) {}

  HadoopProcess(Version version, Path scratch) throws IOException {
    String jars = Files.readString(PLACE.root().resolve(version.file)).trim();
    this.classPath = PLACE.pluginJar() + File.pathSeparator + jars;
    this.scratch = scratch;
  }

  HadoopProcess environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a class's main method with a configuration, in an environment that has nothing else. */
  Result run(Configuration conf, String main, String... arguments)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch, "conf");
    Configuration own = new Configuration(false);
    conf.forEach(
        key -> {
          if (key.getKey().startsWith("fs.")) {
            own.set(key.getKey(), conf.get(key.getKey()));
          }
        });
    try (var out = Files.newOutputStream(folder.resolve("core-site.xml"))) {
      own.writeXml(out);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + classPath,
                main));
    command.addAll(List.of(arguments));
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("%s ends", command)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(
        process.exitValue(),
        Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }
}
