package io.rolecall.declaration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway in a process of its own, whose users can set properties of the JVM, as {@code SET
 * system:NAME=VALUE} does in HiveServer2.
 */
@Timeout(120)
class GatewayProcessTest {

  @TempDir Path folder;

  /** Sets the properties that it is given, and tells who may then open what. */
  static final class Gateway {

    private Gateway() {}

    /** For the JVM. */
    public static void main(String[] settings) {
      for (String setting : settings) {
        String[] both = setting.split("=", 2);
        System.setProperty(both[0], both[1]);
      }
      Configuration conf = new Configuration();
      conf.set("fs.s3a.endpoint", "http://evil", "a query");
      try {
        Declarations.admit(conf, "data");
        System.out.println("believed");
      } catch (ConfigException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private String run(List<String> launch, String... settings)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    List<String> command =
        Stream.of(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1"),
                launch.stream(),
                Stream.of("-cp", System.getProperty("java.class.path"), Gateway.class.getName()),
                Stream.of(settings))
            .flatMap(part -> part)
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out, UTF_8).trim();
  }

  @Test
  void nobodyTakesTheDeclarationAwayThatItWasStartedWith()
      throws IOException, InterruptedException {
    for (String setting : List.of("rolecall.declaration=", "rolecall.declaration=off")) {
      assertThat(run(List.of("-Drolecall.declaration=site"), setting))
          .startsWith(
              "s3a://data: fs.s3a.endpoint = 'http://evil' (a query), but this application was started"
                  + " with none.");
    }
  }

  @Test
  void theLastOfTwoCounts() throws IOException, InterruptedException {
    assertThat(run(List.of("-Drolecall.declaration=site", "-Drolecall.declaration=")))
        .isEqualTo("believed");
  }
}
