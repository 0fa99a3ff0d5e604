package io.rolecall.supply.sessions;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.handoff.StoreSettings;
import io.rolecall.job.BucketSessions;
import io.rolecall.route.S3Location;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an executor gives to programs, asked for as they do: by the profile's own command. */
@Timeout(120)
class ExecutorSessionsTest {

  private static final StoreSettings STORE =
      new StoreSettings(Optional.of("eu-west-1"), Optional.empty(), false);
  private static final SuppliedPlace FLIGHTS = location("flights", "s3a://b1/in");
  private static final SuppliedPlace OTHER = location("other", "s3a://b2");

  /** As a launch names them, with the same secret for all that begin here. */
  private static final Map<String, String> ENVIRONMENT = ProfileFiles.variables("");

  @TempDir private Path working;
  private final FakeClock clock = new FakeClock();
  private final FakeCredentials flights = new FakeCredentials();
  private final List<ExecutorSessions> begun = new ArrayList<>();

  private record Printed(int exitCode, String out, String err) {}

  private static SuppliedPlace location(String profile, String location) {
    return new SuppliedPlace(Optional.of(profile), S3Location.parse(location), STORE);
  }

  private ExecutorSessions begin() throws IOException {
    ExecutorSessions sessions =
        ExecutorSessions.begin(
            List.of(FLIGHTS, OTHER),
            BucketSessions.of(new Configuration(false)),
            location -> location.equals(FLIGHTS) ? flights : null,
            ProfileFiles.of(ENVIRONMENT, working),
            clock);
    begun.add(sessions);
    return sessions;
  }

  @AfterEach
  void end() throws IOException {
    for (ExecutorSessions each : begun) {
      each.close();
    }
  }

  private Path file(String name) {
    return working.resolve(".rolecall").resolve(name);
  }

  private String command(String profile) throws IOException {
    String config =
        Files.readString(working.resolve(String.valueOf(ENVIRONMENT.get("AWS_CONFIG_FILE"))));
    String section = config.substring(config.indexOf("[profile " + profile + "]"));
    return section
        .lines()
        .filter(line -> line.startsWith("credential_process = "))
        .findFirst()
        .orElseThrow()
        .substring("credential_process = ".length());
  }

  private Printed print(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectError(working.resolve("err").toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Printed(process.waitFor(), out, Files.readString(working.resolve("err")));
  }

  @Test
  void aProfilePrintsTheSessionOfItsLocation() throws Exception {
    flights.give(Samples.session(1, START.plusSeconds(3600)));
    begin();
    assertThat(print(command("flights")))
        .isEqualTo(
            new Printed(
                0,
                """
                {
                  "Version" : 1,
                  "AccessKeyId" : "key-1",
                  "SecretAccessKey" : "secret-1",
                  "SessionToken" : "token-1",
                  "Expiration" : "2026-01-01T00:55:00Z"
                }
                """,
                ""));
  }

  @Test
  void theNextSessionIsPrintedWhenItIsThere() throws Exception {
    flights.give(Samples.session(1, START.plusSeconds(3600)));
    begin();
    assertThat(print(command("flights")).out()).contains("\"key-1\"");
    flights.give(Samples.session(2, START.plusSeconds(7200)));
    assertThat(print(command("flights")).out()).contains("\"key-2\"");
  }

  @Test
  void whereThereIsNoneItSaysWhy() throws Exception {
    flights.fail("STS is down\nand more");
    begin();
    assertThat(print(command("flights")))
        .isEqualTo(
            new Printed(1, "", "rolecall: profile flights: s3a://b1/in: STS is down and more\n"));
    assertThat(print(command("other")))
        .isEqualTo(new Printed(1, "", "rolecall: profile other: s3a://b2: no route\n"));
  }

  @Test
  void nobodyElseReadsWhatIsThere() throws Exception {
    begin();
    try (Stream<Path> all = Files.walk(working.resolve(".rolecall"))) {
      assertThat(all)
          .hasSize(5)
          .allSatisfy(
              each ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                      .matches("rw[x-]------"));
    }
  }

  @Test
  void onlyDeclaredNamesAreAnsweredAndOnlyToHoldersOfTheToken() throws Exception {
    flights.give(Samples.session(1, START.plusSeconds(3600)));
    begin();
    assertThat(print(command("flights").replace(" flights", " b1")))
        .isEqualTo(
            new Printed(
                1,
                "",
                "rolecall: profile b1: {\"code\":\"NotFound\",\"message\":\"there is only"
                    + " /profile/flights, /profile/other\"}\n"));
    String script = Files.readString(file("session"));
    Files.writeString(
        file("session"), script.replaceAll("Authorization: [0-9a-f]{64}", "Authorization: x"));
    assertThat(print(command("flights")))
        .isEqualTo(
            new Printed(
                1,
                "",
                "rolecall: profile flights: what answers at its port is not the executor that gave"
                    + " it sessions, which has ended\n"));
  }

  @Test
  void whatAKilledExecutorLeftGivesNothing() throws Exception {
    flights.give(Samples.session(1, START.plusSeconds(3600)));
    ExecutorSessions sessions = begin();
    String command = command("flights");
    Path kept = working.resolve("kept");
    Files.copy(file("session"), kept);
    sessions.close();
    assertThat(Files.exists(working.resolve(".rolecall"))).isFalse();
    assertThat(Files.readString(kept)).doesNotContain("secret-1", "token-1", "key-1");
    assertThat(print(command.replace(file("session").toString(), kept.toString())))
        .isEqualTo(
            new Printed(
                1,
                "",
                "rolecall: profile flights: the executor that gave it sessions has ended, or its"
                    + " bash has no /dev/tcp\n"));
  }

  /** Whoever has the port after it knows neither token nor proof, and says what he likes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nRolecall-Server: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nRolecall-Server: \r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 Rolecall-Server: \n\n",
        "HTTP/1.1 503 no\r\n\r\n",
        "ENDLESS"
      })
  void whoeverTakesThePortGivesNothing(String start) throws Exception {
    ExecutorSessions sessions = begin();
    Path kept = working.resolve("kept");
    Files.copy(file("session"), kept);
    String command = command("flights").replace(file("session").toString(), kept.toString());
    sessions.close();
    try (ServerSocket other = atThePortOf(Files.readString(kept))) {
      Thread answering = new Thread(() -> foreignKeys(other, start));
      answering.start();
      assertRefused(print(command), start);
      answering.join();
    }
  }

  /** Whoever listens where the script asks, once its executor has ended. */
  private static ServerSocket atThePortOf(String script) throws IOException {
    Matcher port = Pattern.compile("127\\.0\\.0\\.1/(\\d+)").matcher(script);
    assertThat(port.find()).isTrue();
    return new ServerSocket(Integer.parseInt(port.group(1)), 1, InetAddress.getByName("127.0.0.1"));
  }

  /** As it was told what this begins with. */
  private static void assertRefused(Printed printed, String start) {
    assertThat(printed)
        .isEqualTo(
            new Printed(
                1,
                "",
                "rolecall: profile flights: "
                    + (start.isEmpty()
                        ? "the executor that gave it sessions has ended\n"
                        : "what answers at its port is not the executor that gave it sessions,"
                            + " which has ended\n")));
  }

  private static void foreignKeys(ServerSocket server, String start) {
    try (Socket socket = server.accept()) {
      InputStream request = socket.getInputStream();
      for (int seen = 0, next = request.read(); next >= 0 && seen < 3; next = request.read()) {
        seen = next == '\r' || next == '\n' ? seen + 1 : 0;
      }
      OutputStream answer = socket.getOutputStream();
      byte[] endless = "HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.ISO_8859_1);
      if (start.equals("ENDLESS")) {
        answer.write(endless);
        while (true) {
          answer.write(new byte[] {'x', 'x'});
        }
      }
      if (!start.isEmpty()) {
        String keys = "{\"Version\": 1, \"AccessKeyId\": \"foreign\"}";
        answer.write((start + keys).getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The script has heard enough.
    }
  }

  /** Whoever holds the port and says nothing, or no more, keeps no client waiting for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n"})
  void whoeverTakesThePortAndSaysNothingIsNotWaitedForLong(String start) throws Exception {
    ExecutorSessions sessions = begin();
    Path kept = working.resolve("kept");
    String script = Files.readString(file("session"));
    assertThat(script).containsOnlyOnce(" -t 900 ").containsOnlyOnce(" -t 60 ");
    Files.writeString(kept, script.replace(" -t 900 ", " -t 1 ").replace(" -t 60 ", " -t 1 "));
    String command = command("flights").replace(file("session").toString(), kept.toString());
    sessions.close();
    try (ServerSocket other = atThePortOf(script)) {
      Thread silent =
          new Thread(
              () -> {
                try (Socket socket = other.accept()) {
                  socket.getOutputStream().write(start.getBytes(StandardCharsets.ISO_8859_1));
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The script has waited enough.
                }
              });
      silent.start();
      assertRefused(print(command), start);
      silent.join();
    }
  }

  @Test
  void aCommandLineHasNoSecret() throws Exception {
    begin();
    assertThat(command("flights")).isEqualTo("bash -p '" + file("session") + "' flights");
    assertThat(command("flights")).doesNotContain(secret());
  }

  /** The part of the path that others do not know. */
  private static String secret() {
    return String.valueOf(Path.of(String.valueOf(ENVIRONMENT.get("AWS_CONFIG_FILE"))).getName(1));
  }

  @Test
  void aFolderOfAnotherExecutorIsLeftAlone() throws Exception {
    begin();
    String before = Files.readString(file("session"));
    assertThatThrownBy(this::begin)
        .isInstanceOf(IOException.class)
        .hasMessage(
            working.toRealPath().resolve(".rolecall")
                + " is there already, of another executor that works in this folder, or worked in"
                + " it and was killed: give each a working folder of its own");
    assertThat(file("session")).hasContent(before);
  }

  @Test
  void aFolderThatNoProfileCanNameIsRefused() throws Exception {
    working = Files.createDirectory(working.resolve("it's"));
    assertThatThrownBy(this::begin)
        .isInstanceOf(IOException.class)
        .hasMessage(
            working.toRealPath().resolve(".rolecall")
                + " cannot be named in a file of AWS's profiles, where letters, digits and"
                + " /._@+=:,~- are safe: let executors work in another folder");
  }

  @Test
  void nothingIsGivenWhereNothingIsDeclared() throws Exception {
    assertThat(ExecutorSessions.begin(working, Map.of(), line -> {})).isEmpty();
    assertThat(Files.exists(working.resolve(".rolecall"))).isFalse();
  }
}
