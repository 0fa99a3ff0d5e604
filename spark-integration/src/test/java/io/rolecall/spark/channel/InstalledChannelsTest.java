package io.rolecall.spark.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.executor.GrantSource;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which channels a process uses whose threads have users' jars in their class loaders. */
class InstalledChannelsTest {

  @TempDir private Path jar;

  /** Spark's own {@code ADD JAR} puts a jar into the class loader of every session's threads. */
  @Test
  void aJarOfAUsersBringsNone() throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve("io.rolecall.executor.SessionChannel"), "evil.Channel\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader session = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(session);
      assertThat(GrantSource.installedChannels(false))
          .hasExactlyElementsOfTypes(SparkSessionChannel.class);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
