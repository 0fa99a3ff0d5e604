package io.rolecall.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.route.Assertion;
import io.rolecall.testing.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Assertions from files and commands; what the commands are told stays with them. */
class SamlAssertionsTest {

  private static final String SECRET = "the-password";

  private final SamlAssertions assertions = new SamlAssertions(new FakeClock());

  @TempDir private Path directory;

  private static Assertion.Command shell(String script, Duration timeout) {
    return new Assertion.Command(List.of("sh", "-c", script, SECRET), timeout);
  }

  private SignInException failure(Assertion assertion) {
    SignInException failure =
        catchThrowableOfType(SignInException.class, () -> assertions.get(assertion));
    assertThat(failure).isNotNull();
    for (Throwable e = failure; e != null; e = e.getCause()) {
      assertThat(e.toString()).doesNotContain(SECRET);
    }
    return failure;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 3 | it ended with status 3; what it says is in this process's standard error",
        "true | it printed nothing",
        "head -c 300000 /dev/zero | it printed more than 200000 bytes",
        "printf '\\377\\376P' | what it printed is not text in UTF-8",
        "yes | it printed more than 200000 bytes",
      })
  void saysWhatIsWrongWithACommand(String script, String message) {
    SignInException failure = failure(shell(script, Duration.ofMinutes(1)));
    assertThat(failure).hasMessage("SAML assertion of command sh: " + message);
    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({"sleep 600", "sleep 600 & wait", "exec >&-; sleep 600"})
  void endsACommandThatTakesTooLong(String script) {
    long before = sleepers();
    assertThat(failure(shell(script, Duration.ofMillis(200))))
        .hasMessage(
            "SAML assertion of command sh: it did not end within 200 ms ('assertionTimeout')");
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (sleepers() > before) {
      assertThat(System.nanoTime()).describedAs("still running").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static long sleepers() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("sleep"))
        .filter(ProcessHandle::isAlive)
        .count();
  }

  @Test
  void saysThatACommandCannotBeRun() {
    assertThat(failure(new Assertion.Command(List.of("/none/such", SECRET), Duration.ofSeconds(1))))
        .hasMessage("SAML assertion of command /none/such: it cannot be run");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path file = directory.resolve("assertion");
    assertThat(failure(new Assertion.File(file)))
        .hasMessage(
            "SAML assertion of "
                + file
                + ": the file does not exist. Sign in and write the assertion to it");
    Files.writeString(file, " \n");
    assertThat(failure(new Assertion.File(file)))
        .hasMessage(
            "SAML assertion of "
                + file
                + ": the file is empty. Sign in and write the assertion to it");
    Files.write(file, "\uFEFFPHNhb".getBytes(StandardCharsets.UTF_16LE));
    assertThat(failure(new Assertion.File(file)))
        .hasMessage(
            "SAML assertion of "
                + file
                + ": the file is not text in UTF-8. Windows PowerShell's '>' writes UTF-16: use"
                + " Out-File -Encoding ascii");
    Files.writeString(file, "x".repeat(200_001));
    assertThat(failure(new Assertion.File(file)))
        .hasMessage("SAML assertion of " + file + ": more than 200000 bytes");
    assertThat(failure(new Assertion.File(directory)).getMessage())
        .startsWith("SAML assertion of " + directory + ": the file cannot be read: ");
  }
}
