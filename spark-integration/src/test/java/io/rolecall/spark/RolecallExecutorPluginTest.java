package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class RolecallExecutorPluginTest {

  private final SparkConf conf = new SparkConf(false);
  private final RolecallExecutorPlugin plugin = new RolecallExecutorPlugin();

  /** An executor's, with no driver to send to. */
  private record Context(SparkConf conf, MetricRegistry metricRegistry) implements PluginContext {

    @Override
    public String executorID() {
      return "1";
    }

    @Override
    public String hostname() {
      return "localhost";
    }

    @Override
    public Map<String, ResourceInformation> resources() {
      return Map.of();
    }

    @Override
    public void send(Object message) {}

    @Override
    public Object ask(Object message) {
      throw new IllegalStateException("nobody answers");
    }
  }

  private void start() {
    plugin.init(new Context(conf, new MetricRegistry()), Map.of());
    plugin.shutdown();
  }

  /** Its class path has Rolecall's bridge, and not Comet. */
  @Test
  void anExecutorWhoseCometWouldNotFindRolecallDoesNotStart() {
    conf.set(
        "spark.sql.catalog.lake.s3.comet.credential.provider.class",
        "io.rolecall.comet.RolecallCredentialsProvider");
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "spark.sql.catalog.lake.s3.comet.credential.provider.class ="
                + " 'io.rolecall.comet.RolecallCredentialsProvider', which this executor cannot load");
  }

  @Test
  void anExecutorWithoutCometStarts() {
    assertThatCode(this::start).doesNotThrowAnyException();
  }
}
