package io.rolecall.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rolecall.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.namenode.NameNodeAdapter;
import org.apache.hadoop.mapreduce.v2.MiniMRYarnCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.RMAppState;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with HDFS and YARN in this process, of Hadoop's own mini clusters. Its containers are
 * processes of their own. It has S3A and, unless a job brings it, not Rolecall; and it has no
 * identity for AWS.
 */
final class MiniHadoop implements AutoCloseable {

  /** The options of a JVM of a container. */
  static final String SMALL = "-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Set<RMAppState> ENDED =
      Set.of(RMAppState.FINISHED, RMAppState.FAILED, RMAppState.KILLED);

  private final @Nullable MiniDFSCluster hdfs;
  private final MiniMRYarnCluster yarn;

  private MiniHadoop(@Nullable MiniDFSCluster hdfs, MiniMRYarnCluster yarn) {
    this.hdfs = hdfs;
    this.yarn = yarn;
  }

  /** Starts a cluster with HDFS, whose files are in a folder. */
  static MiniHadoop start(Path folder) throws IOException {
    Configuration conf = new YarnConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    conf.set("fs.defaultFS", hdfs.getURI().toString());
    sizes(conf, SMALL);
    return new MiniHadoop(hdfs, yarn(folder.getFileName().toString(), conf));
  }

  /** Starts a cluster in a Kerberos realm, without HDFS. */
  static MiniHadoop startSecure(SecureRealm realm, String name) throws IOException {
    Configuration conf = new YarnConfiguration();
    realm.secure(conf);
    sizes(conf, SMALL + realm.option());
    return new MiniHadoop(null, yarn(name, conf));
  }

  /** Starts a cluster with HDFS in a Kerberos realm, whose files are in a folder. */
  static MiniHadoop startSecure(SecureRealm realm, Path folder) throws IOException {
    Configuration conf = new YarnConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    realm.secure(conf);
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    conf.set("fs.defaultFS", hdfs.getURI().toString());
    sizes(conf, SMALL + realm.option());
    MiniMRYarnCluster yarn = yarn(folder.getFileName().toString(), conf);
    // It belongs to the cluster's own user, and others submit jobs.
    hdfs.getFileSystem()
        .setPermission(
            new org.apache.hadoop.fs.Path(
                yarn.getConfig().get("yarn.app.mapreduce.am.staging-dir")),
            new FsPermission((short) 01777));
    return new MiniHadoop(hdfs, yarn);
  }

  /** How many delegation tokens the NameNode knows. */
  long tokensOfHdfs() {
    return NameNodeAdapter.getDtSecretManager(Objects.requireNonNull(hdfs).getNamesystem())
        .getCurrentTokensSize();
  }

  private static MiniMRYarnCluster yarn(String name, Configuration conf) {
    MiniMRYarnCluster yarn = new MiniMRYarnCluster(name, 1);
    yarn.init(conf);
    yarn.start();
    return yarn;
  }

  private static void sizes(Configuration conf, String options) {
    conf.set(
        "yarn.resourcemanager.scheduler.class",
        "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
    conf.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.5");
    // Of containers that take a fraction of what they ask for: eight tasks run at once.
    conf.set("yarn.minicluster.yarn.nodemanager.resource.memory-mb", "16384");
    conf.set("yarn.nodemanager.pmem-check-enabled", "false");
    conf.set("yarn.nodemanager.vmem-check-enabled", "false");
    conf.set("yarn.nodemanager.delete.debug-delay-sec", "600");
    conf.set("yarn.app.mapreduce.am.resource.mb", "512");
    conf.set("yarn.app.mapreduce.am.command-opts", options);
    for (String kind : List.of("map", "reduce")) {
      conf.set("mapreduce." + kind + ".memory.mb", "512");
      conf.set("mapreduce." + kind + ".java.opts", options);
    }
    conf.set("mapreduce.task.io.sort.mb", "16");
  }

  /** The configuration of a program in this process, whose class path the containers get. */
  Configuration configuration() {
    return new Configuration(yarn.getConfig());
  }

  /** Gives the containers of a job a profile, in place of their nodes' instance profile. */
  static void giveNodesAnIdentity(Configuration conf, Path profile) {
    conf.set("fs.s3a.rolecall.base.identity", "profile:default");
    String identity = "AWS_SHARED_CREDENTIALS_FILE=" + profile;
    conf.set("mapreduce.map.env", identity);
    conf.set("mapreduce.reduce.env", identity);
    conf.set("yarn.app.mapreduce.am.env", identity);
  }

  /** The configuration of a machine that submits jobs, whose containers have Hadoop alone. */
  Configuration clientConfiguration() {
    Configuration conf = new Configuration(yarn.getConfig());
    conf.set(YarnConfiguration.IS_MINI_YARN_CLUSTER, "false");
    String jars = HadoopJars.classPath().replace(':', ',');
    conf.set("mapreduce.application.classpath", jars);
    conf.set("yarn.application.classpath", jars);
    return conf;
  }

  /** What the containers of all jobs have written so far. */
  List<String> containerLogs() throws IOException {
    List<String> texts = new ArrayList<>();
    String folders = yarn.getNodeManager(0).getConfig().get(YarnConfiguration.NM_LOG_DIRS);
    for (String folder : folders.split(",")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(Files::isRegularFile).map(MiniHadoop::text).forEach(texts::add);
      }
    }
    return texts;
  }

  /** Waits until the application masters are gone, which tidy up after their jobs. */
  void awaitIdle() {
    Await.until(PATIENCE, this::idle);
  }

  private boolean idle() {
    return yarn.getResourceManager().getRMContext().getRMApps().values().stream()
        .allMatch(app -> ENDED.contains(app.getState()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    yarn.stop();
    if (hdfs != null) {
      hdfs.shutdown();
    }
  }
}
