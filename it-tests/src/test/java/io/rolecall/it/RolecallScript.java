package io.rolecall.it;

import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** {@code bin/rolecall} as a process, in an environment of its own. */
final class RolecallScript {

  private static final Workplace PLACE = Workplace.ofThisProject();

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Path scratch;

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
    return Files.readString(PLACE.root().resolve("it-tests/examples/target/spark.classpath"))
        .trim();
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
    S3Conf.write(conf, folder);
    return environment("HADOOP_CONF_DIR", folder.toString());
  }

  /** Runs the script. */
  FinishedProcess run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path().toString()));
    command.addAll(List.of(arguments));
    return execute(command);
  }

  /**
   * Starts the script, and does not wait for it; what it says goes to the file. Builds may run in
   * the background, where signals are ignored, and what they start would ignore them, too.
   */
  Process start(Path log, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM", path().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs a command that calls the script, in the same environment. */
  FinishedProcess execute(List<String> command) throws IOException, InterruptedException {
    return FinishedProcess.run(command, environment, scratch);
  }
}
