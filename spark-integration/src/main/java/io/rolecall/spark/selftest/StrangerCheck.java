package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.internal.plugin.PluginEndpoint;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/** Connects to this driver's port as a client that has no secret, which must be refused. */
final class StrangerCheck implements Check {

  private final Cluster cluster;

  StrangerCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (cluster.isLocal()) {
      return List.of();
    }
    SparkConf strange = new SparkConf(false);
    if (!isLetIn(cluster.conf(), SparkEnv.get().securityManager())) {
      return List.of(
          CheckStep.skipped(
              ChannelCheck.STEP,
              "a stranger's knock: the driver does not even open to itself, at "
                  + cluster.conf().get("spark.driver.host")));
    }
    return List.of(
        isLetIn(strange, new SecurityManager(strange, Option.empty(), null))
            ? CheckStep.failed(
                ChannelCheck.STEP,
                "the driver let in somebody who has no secret: whoever reaches its port can take"
                    + " the job's sessions",
                "Set spark.authenticate and spark.network.crypto.enabled to true, without"
                    + " spark.rolecall.channel.unprotected")
            : CheckStep.ok(ChannelCheck.STEP, "the driver refused somebody who has no secret"));
  }

  private boolean isLetIn(SparkConf who, SecurityManager secrets) {
    SparkConf conf =
        who.clone().set("spark.rpc.lookupTimeout", "10s").set("spark.rpc.askTimeout", "10s");
    String host = cluster.conf().get("spark.driver.host");
    RpcEnv env = RpcEnv.create("stranger", host, 0, conf, secrets, true);
    try {
      env.setupEndpointRef(
          new RpcAddress(host, cluster.conf().getInt("spark.driver.port", 0)),
          PluginEndpoint.class.getName());
      return true;
    } catch (RuntimeException e) {
      return false;
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      return false;
    } finally {
      env.shutdown();
    }
  }
}
