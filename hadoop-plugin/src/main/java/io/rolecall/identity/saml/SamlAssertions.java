package io.rolecall.identity.saml;

import io.rolecall.failure.FileFailure;
import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.process.InterruptFlag;
import io.rolecall.route.Assertion;
import io.rolecall.routes.json.Utf8Text;
import io.rolecall.session.SessionException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gets SAML assertions, from files and from commands. Thread-safe. */
public final class SamlAssertions {

  /** STS takes 100,000 characters of base64; a file of XML may be spaced out. */
  private static final int LONGEST = 200_000;

  /** This process's clock may be wrong by as much as STS tolerates; then STS decides. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Clock clock;

  /**
   * Assertions.
   *
   * @param clock this process's clock
   */
  public SamlAssertions(Clock clock) {
    this.clock = clock;
  }

  /** What somebody wrote to a file, or a command prints. */
  private interface Text {
    String get() throws SignInException;
  }

  /**
   * Gets the assertion that there is now. Runs the command, if it comes from one.
   *
   * @param assertion where it comes from
   * @return the assertion
   * @throws SignInException if there is none, or one whose time is over
   */
  public SamlResponse get(Assertion assertion) throws SignInException {
    Text text = assertion.match(file -> () -> read(file.path()), command -> () -> run(command));
    SamlResponse response = SamlResponseParser.parse(text.get(), "SAML assertion of " + assertion);
    if (response
        .notOnOrAfter()
        .filter(end -> !clock.instant().isBefore(end.plus(TOLERANCE)))
        .isPresent()) {
      throw expired(response, assertion, null);
    }
    return response;
  }

  /**
   * An assertion whose time is over.
   *
   * @param response what is known of it
   * @param assertion where it comes from
   * @param cause what STS answered, if it was asked
   * @return the failure, with advice
   */
  public static SignInException expired(
      SamlResponse response, Assertion assertion, @Nullable Throwable cause) {
    return new SignInException(
        Reason.EXPIRED,
        Kind.PERMANENT,
        "the SAML assertion of "
            + assertion
            + " has expired"
            + response.notOnOrAfter().map(end -> " (" + end + ")").orElse("")
            + ". "
            + assertion.<String>match(
                file -> "Sign in again and write the new assertion to " + file,
                command -> "The command must sign in anew each time it is run"),
        cause);
  }

  private static String read(Path file) throws SignInException {
    try {
      if (Files.size(file) > LONGEST) {
        throw unavailable("SAML assertion of " + file + ": more than " + LONGEST + " bytes", null);
      }
      String text = Utf8Text.of(Files.readAllBytes(file));
      if (text.isBlank()) {
        throw unavailable(
            "SAML assertion of "
                + file
                + ": the file is empty. Sign in and write the assertion to it",
            null);
      }
      return text;
    } catch (NoSuchFileException e) {
      throw unavailable(
          "SAML assertion of "
              + file
              + ": the file does not exist. Sign in and write the assertion to it",
          e);
    } catch (CharacterCodingException e) {
      throw unavailable(
          "SAML assertion of "
              + file
              + ": the file is not text in UTF-8. Windows PowerShell's '>' writes UTF-16: use"
              + " Out-File -Encoding ascii",
          null);
    } catch (IOException e) {
      throw unavailable(
          "SAML assertion of " + file + ": the file cannot be read: " + FileFailure.reason(e), e);
    }
  }

  /** The command's standard error is this process's: there its user sees what it says. */
  private static String run(Assertion.Command command) throws SignInException {
    Process process;
    try {
      process =
          new ProcessBuilder(command.words())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      // Without the cause: its message may quote arguments.
      throw unavailable("SAML assertion of " + command + ": it cannot be run", null);
    }
    try {
      process.getOutputStream().close();
      return output(command, process);
    } catch (IOException e) {
      throw unavailable("SAML assertion of " + command + ": its input cannot be closed", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String output(Assertion.Command command, Process process) throws SignInException {
    String what = "SAML assertion of " + command + ": ";
    long start = System.nanoTime();
    FutureTask<byte[]> reading = new FutureTask<>(() -> readSome(process.getInputStream()));
    Thread reader = new Thread(reading, "rolecall-assertion");
    reader.setDaemon(true);
    reader.start();
    try {
      byte[] output = reading.get(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (output.length > LONGEST) {
        throw unavailable(what + "it printed more than " + LONGEST + " bytes", null);
      }
      long left = command.timeout().toNanos() - (System.nanoTime() - start);
      if (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        throw unavailable(
            what
                + "it ended with status "
                + process.exitValue()
                + "; what it says is in this process's standard error",
            null);
      }
      if (output.length == 0) {
        throw unavailable(what + "it printed nothing", null);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(output)).toString();
    } catch (CharacterCodingException e) {
      throw unavailable(what + "what it printed is not text in UTF-8", null);
    } catch (TimeoutException e) {
      throw unavailable(
          what
              + "it did not end within "
              + command.timeout().toMillis()
              + " ms ('assertionTimeout')",
          null);
    } catch (ExecutionException e) {
      throw unavailable(what + "its output cannot be read", e);
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      throw unavailable(what + "interrupted", e);
    }
  }

  private static byte[] readSome(InputStream in) throws IOException {
    return in.readNBytes(LONGEST + 1);
  }

  private static SignInException unavailable(String message, @Nullable Throwable cause) {
    return new SignInException(Reason.UNAVAILABLE, Kind.PERMANENT, message, cause);
  }
}
