package io.rolecall.mapreduce;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/** Tez as an administrator installs it: its jars on HDFS, and on the machines that submit jobs. */
final class TezInstallation {

  private static final String ON_HDFS = "/apps/tez";

  private TezInstallation() {}

  /** Puts Tez's jars on HDFS, and Rolecall's where the guide has it. */
  static void onHdfs(MiniHadoop hadoop, String rolecall) throws IOException {
    FileSystem hdfs = FileSystem.get(hadoop.configuration());
    for (Path jar : jars()) {
      copy(hdfs, jar, ON_HDFS + "/" + jar.getFileName());
    }
    copy(hdfs, HadoopJars.plugin(), rolecall);
  }

  private static void copy(FileSystem hdfs, Path from, String to) throws IOException {
    hdfs.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(to));
  }

  private static List<Path> jars() {
    return Stream.of(HadoopJars.classPath("tez").split(File.pathSeparator)).map(Path::of).toList();
  }

  /**
   * What a cluster's tez-site.xml has.
   *
   * @param containers variables of the containers' environment
   */
  static Map<String, String> site(Map<String, String> containers) {
    Map<String, String> site = new LinkedHashMap<>();
    site.put("tez.lib.uris", "${fs.defaultFS}" + ON_HDFS);
    site.put("tez.use.cluster.hadoop-libs", "true");
    String variables =
        containers.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .collect(Collectors.joining(","));
    for (String kind : List.of("tez.am.", "tez.task.")) {
      site.put(kind + "resource.memory.mb", "512");
      site.put(kind + "launch.cmd-opts", MiniHadoop.SMALL);
      if (!variables.isEmpty()) {
        site.put(kind + "launch.env", variables);
      }
    }
    site.put("tez.runtime.io.sort.mb", "16");
    site.put("tez.runtime.unordered.output.buffer.size-mb", "16");
    site.put("tez.am.max.app.attempts", "1");
    site.put("tez.am.task.max.failed.attempts", "1");
    // Its pages want a web server that this Hadoop does not have.
    site.put("tez.am.tez-ui.webservice.enable", "false");
    return site;
  }

  /** Gives a machine the client, with Rolecall beside it. */
  static void onMachine(Machine machine) throws IOException {
    Path home = Files.createDirectories(machine.home().resolve("tez"));
    for (Path jar : jars()) {
      Files.createSymbolicLink(home.resolve(jar.getFileName()), jar);
    }
    machine.environment("TEZ_HOME", home.toString());
    machine.environment(
        "HADOOP_CLASSPATH",
        machine.home().resolve("rolecall-hadoop-plugin-VERSION.jar") + ":" + home + "/*");
  }
}
