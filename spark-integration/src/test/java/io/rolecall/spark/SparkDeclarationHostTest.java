package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.declaration.Launch;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

/** What Spark is known to have been started with, before, while and after it runs. */
class SparkDeclarationHostTest {

  private final SparkDeclarationHost host = new SparkDeclarationHost();

  private static SparkContext start(String endpoint) {
    return new SparkContext(
        new SparkConf(false)
            .setMaster("local[1]")
            .setAppName("declaration")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.hadoop.fs.s3a.endpoint", endpoint));
  }

  private String endpoint() {
    Launch launch = host.launch().orElseThrow();
    return launch.base().get().get("fs.s3a.endpoint");
  }

  @Test
  void aLaunchIsInForceUntilAnotherContextStarts() {
    SparkContext first = start("https://one.example");
    Object instance = host.launch().orElseThrow().instance();
    assertThat(endpoint()).isEqualTo("https://one.example");
    assertThat(host.launch().orElseThrow().instance()).isSameAs(instance);
    first.stop();
    assertThat(endpoint())
        .as("for queries that the stop overtook")
        .isEqualTo("https://one.example");
    SparkContext second = start("https://two.example");
    assertThat(endpoint()).isEqualTo("https://two.example");
    assertThat(host.launch().orElseThrow().instance()).isNotSameAs(instance);
    second.stop();
  }

  /** Each request of a client and each operation of a file system asks, on any thread. */
  @Test
  void whoAsksWhatIsKnownWaitsForNobody() throws Exception {
    SparkContext context = start("https://one.example");
    Launch known = host.launch().orElseThrow();
    synchronized (SparkDeclarationHost.LAST) {
      assertThat(CompletableFuture.supplyAsync(host::launch).get(1, TimeUnit.MINUTES))
          .containsSame(known);
    }
    context.stop();
    synchronized (SparkDeclarationHost.LAST) {
      assertThat(CompletableFuture.supplyAsync(host::launch).get(1, TimeUnit.MINUTES))
          .as("after it has stopped")
          .containsSame(known);
    }
  }

  @Test
  void whereThereIsNoSparkThereIsNothingToTell() throws Exception {
    URL[] withoutSpark =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("org/apache/spark"))
            .map(SparkDeclarationHostTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(withoutSpark, ClassLoader.getPlatformClassLoader())) {
      Object there =
          loader.loadClass(SparkDeclarationHost.class.getName()).getConstructor().newInstance();
      assertThat(there.getClass().getMethod("launch").invoke(there).toString())
          .isEqualTo("Optional.empty");
    }
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(entry, e);
    }
  }
}
