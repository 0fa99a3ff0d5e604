package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.iam.AccessKey;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stand-alone server, started as CONTRIBUTING.md tells, used with nothing but what it prints.
 */
@Timeout(120)
final class ITestLocalAwsMain {
  private static final Pattern COMMAND = Pattern.compile("`(java [^`]*LocalAwsMain)`");

  @Test
  void printsAllThatAClientNeeds() throws Exception {
    Process server = start("");
    try {
      String printed = readUntil(server, "aws sts assume-role");
      assertThat(printed)
          .contains("account 111111111111\n  bucket s3://job-logs\n")
          .contains("role   arn:aws:iam::222222222222:role/sales-reader\n")
          .contains("external id sample-external-id");
      AwsCredentials user =
          Clients.credentials(
              new AccessKey(
                  exported(printed, "AWS_ACCESS_KEY_ID"),
                  exported(printed, "AWS_SECRET_ACCESS_KEY")));
      Clients clients = new Clients(URI.create(exported(printed, "AWS_ENDPOINT_URL")));
      AwsCredentials reader =
          clients.assume(user, "arn:aws:iam::222222222222:role/sales-reader", r -> {});
      try (S3Client s3 = clients.s3(reader)) {
        assertThat(s3.listObjectsV2(r -> r.bucket("sales-data")).contents()).hasSize(1);
      }
    } finally {
      stop(server);
    }
  }

  @Test
  void explainsItself() throws Exception {
    Process server = start(" --bucket x");
    assertThat(readUntil(server, "usage: "))
        .contains("unknown option --bucket")
        .contains("[--port PORT] [--s3mock-jar JAR]");
    assertThat(server.waitFor()).isEqualTo(2);
  }

  /** Its S3Mock has to go with it. */
  private static void stop(Process server) throws Exception {
    List<ProcessHandle> children = server.descendants().toList();
    server.destroy();
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(children).hasSize(1);
    assertThat(children.get(0).onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  /** The command that CONTRIBUTING.md tells, with arguments. */
  private static Process start(String arguments) throws IOException {
    Path root = Path.of(System.getProperty("rolecall.root", "."));
    Matcher command = COMMAND.matcher(Files.readString(root.resolve("CONTRIBUTING.md")));
    assertThat(command.find()).as("a command of LocalAwsMain in CONTRIBUTING.md").isTrue();
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + command.group(1) + arguments);
    String bin = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", bin, (old, java) -> java + File.pathSeparator + old);
    return builder.directory(root.toFile()).redirectErrorStream(true).start();
  }

  private static String readUntil(Process process, String start) throws IOException {
    StringBuilder text = new StringBuilder();
    BufferedReader reader = process.inputReader();
    String line;
    do {
      line = reader.readLine();
      text.append(line).append('\n');
    } while (line != null && !line.startsWith(start));
    return text.toString();
  }

  private static String exported(String text, String name) {
    Matcher matcher = Pattern.compile("export " + name + "=(\\S+)").matcher(text);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }
}
