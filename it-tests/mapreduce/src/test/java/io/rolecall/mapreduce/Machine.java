package io.rolecall.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A machine with Hadoop's commands and Rolecall's, on which the commands of a guide are run by a
 * shell.
 */
final class Machine {

  static final String LOGGING =
      """
      log4j.rootLogger=INFO,console
      log4j.appender.console=org.apache.log4j.ConsoleAppender
      log4j.appender.console.target=System.err
      log4j.appender.console.layout=org.apache.log4j.PatternLayout
      log4j.appender.console.layout.ConversionPattern=%d{HH:mm:ss} %p %c{1}: %m%n
      """;

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  private Machine(Path home) {
    this.home = home;
  }

  /** A machine whose commands have Rolecall's released jar and nothing else. */
  static Machine create(Path home, Configuration conf) throws IOException {
    Machine machine = new Machine(Files.createDirectories(home));
    Path installed = home.resolve("hadoop");
    Path examples = installed.resolve("share/hadoop/mapreduce");
    Files.createDirectories(examples);
    Path jar = HadoopJars.examples();
    Files.createSymbolicLink(examples.resolve(jar.getFileName()), jar);
    Path rolecall = home.resolve("rolecall-hadoop-plugin-VERSION.jar");
    Files.createSymbolicLink(rolecall, HadoopJars.plugin());
    Path commands = Files.createDirectories(home.resolve("bin"));
    Path hadoop = Files.writeString(commands.resolve("hadoop"), script());
    Files.setPosixFilePermissions(hadoop, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(commands.resolve("rolecall"), HadoopJars.command());
    Path site = SiteFiles.write(home.resolve("conf"), conf);
    Files.writeString(site.resolve("log4j.properties"), LOGGING);
    machine.environment.put("PATH", commands + ":/usr/bin:/bin");
    machine.environment.put("HOME", home.toString());
    machine.environment.put("JAVA_HOME", System.getProperty("java.home"));
    machine.environment.put("HADOOP_HOME", installed.toString());
    machine.environment.put("HADOOP_CONF_DIR", site.toString());
    machine.environment.put("HADOOP_JARS", HadoopJars.classPath());
    machine.environment.put("HADOOP_CLASSPATH", rolecall.toString());
    machine.environment.put("ROLECALL_JAR", rolecall.toString());
    machine.environment.put("ROLECALL_CLASSPATH", HadoopJars.classPath());
    machine.environment.put("TMPDIR", home.toString());
    return machine;
  }

  /**
   * What Hadoop 3's {@code bin/hadoop} does, as far as it matters here. The names are its own: one
   * that it does not have must fail here, too.
   */
  private static String script() {
    return """
        #!/bin/bash
        case $1 in
          distcp) main=org.apache.hadoop.tools.DistCp ;;
          dtutil) main=org.apache.hadoop.security.token.DtUtilShell ;;
          fs) main=org.apache.hadoop.fs.FsShell ;;
          jar) main=org.apache.hadoop.util.RunJar ;;
          *) echo "ERROR: $1 is not COMMAND nor fully qualified CLASSNAME." >&2; exit 1 ;;
        esac
        shift
        exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -Djava.io.tmpdir="$HOME" \\
          -cp "$HADOOP_CONF_DIR:$HADOOP_JARS:$HADOOP_CLASSPATH" "$main" "$@"
        """;
  }

  Path home() {
    return home;
  }

  Machine environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs the lines of a shell, of which each must succeed, in an environment of its own. */
  FinishedProcess run(String lines) throws IOException, InterruptedException {
    return FinishedProcess.run(shell(lines), environment, home);
  }

  /** Starts a command that is on this machine's path, with all of its output in a file. */
  Process start(Path out, String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(name).toString());
    command.addAll(List.of(arguments));
    return start(out, command);
  }

  /** Starts the lines of a shell, with all of their output in a file. */
  Process startShell(Path out, String lines) throws IOException {
    return start(out, shell(lines));
  }

  private static List<String> shell(String lines) {
    return List.of("/bin/bash", "-euo", "pipefail", "-c", lines);
  }

  private Process start(Path out, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs lines that are to succeed. */
  FinishedProcess succeed(String lines) throws IOException, InterruptedException {
    FinishedProcess result = run(lines);
    assertThat(result.exitCode()).as("%s%n%s", lines, result.err()).isZero();
    return result;
  }
}
