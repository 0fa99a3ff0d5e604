package io.rolecall.spark.selftest;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.spark.channel.DriverChannel;
import io.rolecall.spark.channel.SparkSessionChannel;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;

/** Checks that executors get sessions from this driver, and nobody else does. */
final class ChannelCheck implements Check {

  static final String STEP = "channel";

  private final SparkConf conf;

  ChannelCheck(SparkConf conf) {
    this.conf = conf;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (!SparkSessionChannel.isPluginOf(conf)) {
      if (UserGroupInformation.isSecurityEnabled()) {
        return List.of(
            CheckStep.skipped(
                STEP,
                "spark.plugins does not name Rolecall's plugin: executors have their tokens"));
      }
      return List.of(
          CheckStep.failed(
              STEP,
              "spark.plugins = '"
                  + conf.get("spark.plugins", "")
                  + "' does not name Rolecall's plugin, so executors have nobody to ask for"
                  + " sessions",
              "Add io.rolecall.spark.RolecallPlugin to spark.plugins"));
    }
    try {
      return DriverChannel.open(conf, SparkVersion.here())
          .warning()
          .map(text -> CheckStep.warning(STEP, text, "Remove the opt-out"))
          .or(() -> Optional.of(closed()))
          .stream()
          .toList();
    } catch (ConfigException e) {
      return List.of(CheckStep.failed(STEP, String.valueOf(e.getMessage()), null));
    }
  }

  private CheckStep closed() {
    return CheckStep.ok(
        STEP,
        conf.get("spark.master", "").startsWith("local[")
            ? "spark.master=" + conf.get("spark.master") + ": the driver has no executors"
            : "askers are authenticated, and the connection is encrypted");
  }

  /** Without the channel, the application does not start. */
  @Override
  public boolean isBasis() {
    return true;
  }
}
