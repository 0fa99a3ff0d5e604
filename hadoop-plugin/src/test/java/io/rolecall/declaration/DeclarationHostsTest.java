package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which hosts this process asks what it was started with. */
class DeclarationHostsTest {

  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();
  private final ClassLoader own = Declarations.class.getClassLoader();

  @TempDir private Path folder;

  /** A host that a service file names. */
  public static final class OneHost implements DeclarationHost {
    /** For the service loader. */
    public OneHost() {}

    @Override
    public Optional<Launch> launch() {
      return Optional.empty();
    }
  }

  /** Stands for Spark's class of this name. */
  public static final class Env {
    private static @Nullable Object running;

    private Env() {}

    /** As Spark's. */
    public static @Nullable Object get() {
      return running;
    }
  }

  @BeforeEach
  @AfterEach
  void nothingRuns() {
    Env.running = null;
    thread.setContextClassLoader(before);
  }

  private ClassLoader withService() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(DeclarationHost.class.getName()), OneHost.class.getName());
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, own);
  }

  @Test
  void aHostIsAskedByEveryThreadOnceOneThreadSawIt() throws Exception {
    DeclarationHosts hosts = new DeclarationHosts(own, false, "no.such.Env");
    assertThat(hosts.found()).isEmpty();
    thread.setContextClassLoader(withService());
    assertThat(hosts.found()).hasOnlyElementsOfType(OneHost.class);
    thread.setContextClassLoader(null);
    assertThat(hosts.found()).as("of a thread that sees none").hasOnlyElementsOfType(OneHost.class);
  }

  /** A jar that a user of a gateway adds would declare for everybody. */
  @Test
  void onAGatewayNoLoaderOfASessionIsAsked() throws Exception {
    DeclarationHosts hosts = new DeclarationHosts(own, true, Env.class.getName());
    thread.setContextClassLoader(withService());
    assertThat(hosts.found()).isEmpty();
  }

  @Test
  void sparkWithoutItsHalfOfRolecallIsRefused() {
    DeclarationHosts hosts = new DeclarationHosts(own, false, Env.class.getName());
    assertThat(hosts.found()).as("before Spark runs").isEmpty();
    Env.running = "an environment";
    assertThatThrownBy(hosts::found)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Spark runs in this process, but rolecall-spark is not on its class path, so that nobody"
                + " can tell what the operator declared from what a query set. Add"
                + " rolecall-spark-<version>.jar where rolecall-hadoop-plugin is: spark.jars, or"
                + " Spark's folder jars");
  }
}
