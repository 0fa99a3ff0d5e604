package io.rolecall.it;

import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A process of one version of Hadoop, with the released plugin on its class path. */
final class HadoopProcess {

  private static final Workplace PLACE = Workplace.ofThisProject();

  private final String classPath;
  private final Path scratch;
  private final Map<String, String> environment = new HashMap<>();

  /** A version of Hadoop that the project is built with. */
  enum Version {
    /** What the plugin is compiled against. */
    LOWEST("hadoop-plugin/target/hadoop.classpath"),
    /** What Spark runs with here. */
    SPARKS("it-tests/examples/target/spark.classpath");

    private final String file;

    Version(String file) {
      this.file = file;
    }
  }

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
  FinishedProcess run(Configuration conf, String main, String... arguments)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch, "conf");
    S3Conf.write(conf, folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for seconds.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                folder + File.pathSeparator + classPath,
                main));
    command.addAll(List.of(arguments));
    return FinishedProcess.run(command, environment, scratch);
  }
}
