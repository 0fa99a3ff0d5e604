package io.rolecall.spark.selftest;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The job's Hadoop configuration, in the driver and in tasks. */
final class JobConf {

  private JobConf() {}

  /** What file systems of this process get. */
  static Configuration here() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}
