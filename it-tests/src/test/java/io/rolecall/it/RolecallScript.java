package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** {@code bin/rolecall} as a process, in an environment of its own. */
final class RolecallScript {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Workplace PLACE = Workplace.ofThisProject();

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Path scratch;

  /**
   * What a process left behind.
   *
   * @param exitCode its exit code
   * @param out its standard output
   * @param err its standard error
   */
  record Result(int exitCode, String out, String err) {}

  /** The script with a class path, a home and a path of commands, and nothing else. */
  RolecallScript(Path scratch) throws IOException {
    this.scratch = scratch;
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", scratch.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("ROLECALL_CLASSPATH", hadoopClassPath());
  }

  static Path path() {
    return PLACE.root().resolve("bin").resolve("rolecall");
  }

  /** The jars that a Hadoop installation would have. */
  static String hadoopClassPath() throws IOException {
    return Files.readString(PLACE.root().resolve("it-tests/target/spark.classpath")).trim();
  }

  RolecallScript environment(String name, @Nullable String value) {
    if (value == null) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    return this;
  }

  /** Gives the script this configuration, secrets too, as a folder that only its user can read. */
  RolecallScript configuration(Configuration conf) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("conf"));
    try (var out = Files.newOutputStream(folder.resolve("core-site.xml"))) {
      Configuration own = new Configuration(false);
      conf.forEach(
          key -> {
            if (key.getKey().startsWith("fs.")) {
              own.set(key.getKey(), conf.get(key.getKey()));
            }
          });
      own.writeXml(out);
    }
    return environment("HADOOP_CONF_DIR", folder.toString());
  }

  /** Runs the script. */
  Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path().toString()));
    command.addAll(List.of(arguments));
    return execute(command);
  }

  /** Runs a command that calls the script, in the same environment. */
  Result execute(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out", "");
    Path err = Files.createTempFile(scratch, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
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
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
