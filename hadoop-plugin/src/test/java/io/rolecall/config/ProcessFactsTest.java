package io.rolecall.config;

import static io.rolecall.config.ProcessRole.DRIVER;
import static io.rolecall.config.ProcessRole.EXECUTOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessFactsTest {

  private static final String YARN = "CONTAINER_ID=container_e17_1700000000000_0001_01_000002";
  private static final String TOKEN = "HADOOP_TOKEN_FILE_LOCATION=/tokens";
  private static final String POD = "KUBERNETES_SERVICE_HOST=10.0.0.1";

  private static ProcessFacts facts(String command, String environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String variable : environment.isEmpty() ? new String[0] : environment.split(" ")) {
      variables.put(variable.split("=")[0], variable.split("=")[1]);
    }
    return new ProcessFacts(command, variables);
  }

  static Stream<Arguments> processes() {
    return Stream.of(
        row(
            "Spark executor of any cluster",
            "org.apache.spark.executor.CoarseGrainedExecutorBackend --driver-url x",
            "",
            EXECUTOR),
        row(
            "Spark executor on YARN",
            "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend --driver-url x",
            YARN,
            EXECUTOR),
        row(
            "... behind a wrapper",
            "com.example.Profiler org.apache.spark.executor.YarnCoarseGrainedExecutorBackend",
            YARN,
            EXECUTOR),
        row(
            "Spark executor in a pod",
            "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend --app-id",
            POD,
            EXECUTOR),
        row("... behind a wrapper", "com.example.Main", POD + " SPARK_EXECUTOR_ID=1", EXECUTOR),
        row(
            "... told its pod's address",
            "com.example.Main",
            POD + " SPARK_EXECUTOR_POD_IP=10.1.1.1",
            EXECUTOR),
        row(
            "... told its pod's name",
            "com.example.Main",
            POD + " SPARK_EXECUTOR_POD_NAME=exec-1",
            EXECUTOR),
        row("... told its driver", "com.example.Main", "SPARK_DRIVER_URL=spark://x", EXECUTOR),
        row(
            "standalone executor behind a wrapper",
            "com.example.Main",
            "SPARK_EXECUTOR_DIRS=/tmp/x",
            EXECUTOR),
        row(
            "master of a Spark job in client mode: asks for containers, opens no files of the job",
            "org.apache.spark.deploy.yarn.ExecutorLauncher --arg x",
            YARN,
            EXECUTOR),
        row(
            "driver on YARN in cluster mode",
            "org.apache.spark.deploy.yarn.ApplicationMaster --class my.Job",
            YARN + " " + TOKEN,
            DRIVER),
        row(
            "driver in a pod",
            "org.apache.spark.deploy.SparkSubmit --deploy-mode client",
            POD + " SPARK_DRIVER_BIND_ADDRESS=10.1.1.1",
            DRIVER),
        row(
            "... with Kerberos",
            "org.apache.spark.deploy.SparkSubmit --deploy-mode client",
            POD + " " + TOKEN,
            DRIVER),
        row(
            "... behind a wrapper",
            "com.example.Main",
            POD + " " + TOKEN + " SPARK_DRIVER_BIND_ADDRESS=10.1.1.1",
            DRIVER),
        row(
            "spark-submit called by a workflow's container",
            "org.apache.spark.deploy.SparkSubmit --class org.apache.spark.executor.X",
            YARN,
            DRIVER),
        row(
            "driver on a standalone worker",
            "org.apache.spark.deploy.worker.DriverWrapper spark://worker my.Job",
            "",
            DRIVER),
        row(
            "MapReduce task",
            "org.apache.hadoop.mapred.YarnChild 10.0.0.1 4711 attempt_1",
            YARN,
            EXECUTOR),
        row("MapReduce master", "org.apache.hadoop.mapreduce.v2.app.MRAppMaster", YARN, EXECUTOR),
        row("MapReduce client", "org.apache.hadoop.util.RunJar job.jar my.Job", "", DRIVER),
        row("distcp's client", "org.apache.hadoop.tools.DistCp s3a://a s3a://b", "", DRIVER),
        row(
            "YARN's localizer has no container yet",
            "org.apache.hadoop.yarn.server.nodemanager.containermanager.localizer.ContainerLocalizer alice app_1",
            "",
            EXECUTOR),
        row("Tez master", "org.apache.tez.dag.app.DAGAppMaster --session", YARN, EXECUTOR),
        row(
            "Tez task",
            "org.apache.tez.runtime.task.TezChild localhost 1 container_1",
            YARN,
            EXECUTOR),
        row("LLAP daemon", "org.apache.hadoop.hive.llap.daemon.impl.LlapDaemon", YARN, EXECUTOR),
        row(
            "Flink master: no channel leads from it to its workers",
            "org.apache.flink.yarn.entrypoint.YarnJobClusterEntrypoint",
            YARN,
            EXECUTOR),
        row(
            "Flink worker on YARN",
            "org.apache.flink.yarn.YarnTaskExecutorRunner -D x",
            YARN,
            EXECUTOR),
        row(
            "Flink worker in a pod",
            "org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner -D x",
            POD,
            EXECUTOR),
        row("whatever else YARN starts", "com.example.Main", YARN, EXECUTOR),
        row("... even without a known command", "", YARN, EXECUTOR),
        row("an Oozie action", "org.apache.oozie.action.hadoop.LauncherAM", YARN, EXECUTOR),
        row(
            "a pod that was given tokens",
            "org.apache.hadoop.fs.FsShell -ls s3a://b1/",
            POD + " " + TOKEN,
            EXECUTOR),
        row(
            "a gateway in a pod, with an identity of its own",
            "org.apache.hadoop.fs.FsShell -ls s3a://b1/",
            POD,
            DRIVER),
        row(
            "a gateway with keys, where somebody uses a token too",
            "org.apache.hadoop.fs.FsShell -ls s3a://b1/",
            TOKEN,
            DRIVER),
        row("a shell", "org.apache.hadoop.fs.FsShell -ls s3a://b1/", "", DRIVER),
        row(
            "HiveServer2",
            "org.apache.hadoop.util.RunJar hive-service.jar org.apache.hive.service.server.HiveServer2",
            "",
            DRIVER),
        row("an application that embeds S3A", "com.example.Main", "", DRIVER),
        row(
            "a shell in a toolbox, which calls its container so",
            "com.example.Main",
            "CONTAINER_ID=fedora",
            DRIVER),
        row(
            "a class whose name begins like a worker's",
            "org.apache.hadoop.mapred.YarnChildren",
            "",
            DRIVER),
        row("unknown", "", "", DRIVER));
  }

  private static Arguments row(String what, String command, String environment, ProcessRole role) {
    return Arguments.of(what, command, environment, role);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("processes")
  void whatIsNotKnownInAJobsContainerIsAnExecutor(
      String what, String command, String environment, ProcessRole role) {
    assertThat(facts(command, environment).role()).as(what).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.apache.tez.runtime.task.TezChild x | CONTAINER_ID=container_1 | its main class is org.apache.tez.runtime.task.TezChild",
        "com.example.Main | CONTAINER_ID=container_1_2_3 | it runs in YARN's container_1_2_3",
        "com.example.Main | SPARK_DRIVER_URL=spark://x | Spark sets SPARK_DRIVER_URL for executors",
        "com.example.Main | KUBERNETES_SERVICE_HOST=x HADOOP_TOKEN_FILE_LOCATION=y | it runs in a pod with HADOOP_TOKEN_FILE_LOCATION",
      })
  void saysWhyItTakesAProcessForAnExecutor(String command, String environment, String why) {
    assertThat(facts(command, environment).whyExecutor()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.hadoop.mapred.YarnChild 10.0.0.1 4711 attempt_1,                NEVER",
    "org.apache.hadoop.fs.FsShell -ls s3a://b1/,                                NEVER",
    "org.apache.tez.runtime.task.TezChild localhost 1,                          NEVER",
    "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend --driver-url x, BY_HOST",
    "org.apache.flink.yarn.YarnTaskExecutorRunner,                              BY_HOST",
    "org.apache.spark.deploy.SparkSubmit --class org.apache.hadoop.X,           BY_HOST",
    "com.example.Main,                                                          PERHAPS",
    "'',                                                                        PERHAPS",
  })
  void knowsHowNewerTokensCome(String command, NewerTokens how) {
    assertThat(facts(command, "").newerTokens()).isEqualTo(how);
  }
}
