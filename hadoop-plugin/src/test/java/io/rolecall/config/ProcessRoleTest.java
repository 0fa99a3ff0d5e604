package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessRoleTest {

  private static final String KEY = "fs.s3a.rolecall.process";

  private final Configuration conf = new Configuration(false);

  @ParameterizedTest
  @CsvSource({
    "org.apache.spark.executor.CoarseGrainedExecutorBackend --driver-url x,    EXECUTOR",
    "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend --driver-url x, EXECUTOR",
    "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend --app-id, EXECUTOR",
    "org.apache.hadoop.mapred.YarnChild 10.0.0.1 4711 attempt_1,                EXECUTOR",
    "org.apache.hadoop.mapreduce.v2.app.MRAppMaster,                            EXECUTOR",
    "org.apache.spark.deploy.SparkSubmit --class org.apache.spark.executor.X,   DRIVER",
    "org.apache.spark.deploy.yarn.ApplicationMaster --class my.Job,             DRIVER",
    "org.apache.hadoop.fs.FsShell -ls s3a://b1/,                                DRIVER",
    "'',                                                                        DRIVER",
  })
  void recognisesTasksByTheirMainClass(String command, ProcessRole role) {
    assertThat(ProcessRole.byMainClass(command)).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.hadoop.mapred.YarnChild 10.0.0.1 4711 attempt_1,                true",
    "org.apache.hadoop.fs.FsShell -ls s3a://b1/,                                true",
    "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend --driver-url x, false",
    "org.apache.spark.deploy.SparkSubmit --class org.apache.hadoop.X,           false",
    "'',                                                                        false",
  })
  void recognisesProcessesThatKeepTheirTokens(String command, boolean keeps) {
    assertThat(ProcessRole.keepsItsTokens(command)).isEqualTo(keeps);
  }

  @ParameterizedTest
  @CsvSource({"driver, DRIVER", "executor, EXECUTOR", "Executor, EXECUTOR", "auto, DRIVER"})
  void doesAsItIsTold(String value, ProcessRole role) {
    conf.set(KEY, value);
    assertThat(RolecallConfig.ofAll(conf).processRole()).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({"driver, true", "Driver, true", "executor, false", "auto, false", "'', false"})
  void knowsADriverThatIsNamedSo(String value, boolean named) {
    conf.set(KEY, value);
    assertThat(RolecallConfig.ofAll(conf).isNamedDriver()).isEqualTo(named);
  }

  @Test
  void refusesAnythingElse() {
    conf.set(KEY, "worker");
    assertThatThrownBy(() -> RolecallConfig.ofAll(conf).processRole())
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.process = 'worker': expected auto, driver or executor");
  }
}
