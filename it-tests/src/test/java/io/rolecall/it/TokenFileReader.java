package io.rolecall.it;

import io.rolecall.quickstart.Workplace;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A process that reads an object again and again, through one file system, and says how often; it
 * ends with the first read that fails, and says why.
 */
final class TokenFileReader {

  static final String READ = "read ";
  static final String FAILED = "failed: ";

  /** It reads at a pace that leaves the processors to others. */
  private static final Duration BREATH = Duration.ofMillis(100);

  private TokenFileReader() {}

  /** Starts one with nothing in its environment but what is said. */
  static Process start(
      Configuration conf, String uri, Map<String, String> environment, Path scratch, Path out)
      throws IOException {
    Workplace here = Workplace.ofThisProject();
    Path folder = Files.createTempDirectory(scratch, "conf");
    S3Conf.write(conf, folder);
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    String.join(
                        File.pathSeparator,
                        folder.toString(),
                        here.root().resolve("it-tests/target/test-classes").toString(),
                        here.pluginJar().toString(),
                        RolecallScript.hadoopClassPath()),
                    TokenFileReader.class.getName(),
                    uri))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The process. */
  public static void main(String[] args) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(args[0]);
    @Nullable String failure = null;
    try (FileSystem fs = FileSystem.newInstance(path.toUri(), new Configuration())) {
      for (int count = 1; failure == null; count++) {
        try (InputStream in = fs.open(path)) {
          say(READ + count + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
          LockSupport.parkNanos(BREATH.toNanos());
        } catch (IOException | RuntimeException e) {
          failure = String.valueOf(e.getMessage());
        }
      }
    }
    say(FAILED + failure);
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.out.println(line);
  }
}
