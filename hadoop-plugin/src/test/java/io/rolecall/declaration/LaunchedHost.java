package io.rolecall.declaration;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A host whose applications a test starts, one after the other, in this process. It tells nothing
 * while none runs.
 */
public final class LaunchedHost implements DeclarationHost, AutoCloseable {

  private static volatile @Nullable Launch launched;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  /** For the service loader. */
  public LaunchedHost() {}

  /** Has this process find the host, as a class loader with the host's jar would. */
  public static LaunchedHost found(Path scratch) throws IOException {
    Path services = Files.createDirectories(scratch.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(DeclarationHost.class.getName()), LaunchedHost.class.getName());
    LaunchedHost host = new LaunchedHost();
    Thread.currentThread()
        .setContextClassLoader(
            new URLClassLoader(new URL[] {scratch.toUri().toURL()}, host.before));
    return host;
  }

  /** Starts an application. */
  public void start(Configuration conf) {
    launched = new Launch(new Object(), () -> new Configuration(conf), Map.of(), "", false);
    var unused = Declarations.current();
  }

  @Override
  public Optional<Launch> launch() {
    return Optional.ofNullable(launched);
  }

  @Override
  public void close() {
    launched = null;
    Thread.currentThread().setContextClassLoader(before);
  }
}
