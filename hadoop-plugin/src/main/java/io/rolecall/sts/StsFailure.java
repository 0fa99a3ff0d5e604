package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

import io.rolecall.identity.AwsFiles;
import io.rolecall.text.OneLine;
import io.rolecall.text.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Why a call of STS failed: the one reading of it, whichever action was called. {@link StsFailures}
 * says what to do.
 *
 * @param sort at which point it failed
 * @param code the error's code; {@code status 403} or the like if the answer has none; empty
 *     without an answer
 * @param text the error's message; {@code no message} if the answer has none
 * @param passes whether STS says that it may pass: an outage, or throttling
 * @param time what time it is at STS; empty if that is not told
 */
public record StsFailure(
    Sort sort, String code, String text, boolean passes, Optional<Instant> time) {

  /** At which point a call fails. */
  public enum Sort {
    /** STS answered. */
    REFUSED,
    /** Nobody says in which region STS is to be called. */
    NO_REGION,
    /** A file of AWS's configuration, which each client reads, is malformed. */
    BAD_FILE,
    /** No client can be made of what is configured. */
    NO_CLIENT,
    /** There is no answer. */
    UNREACHABLE
  }

  /** How long a message is told, in characters. */
  static final int LONGEST = 1024;

  /** Twenty times as long as the longest of STS's own codes would be. */
  private static final int LONGEST_CODE = 64;

  private static final int SERVERS_FAULT = 500;

  private static final Pattern FLAT_CODE = element("Code");
  private static final Pattern FLAT_MESSAGE = element("Message");

  /** Checks that nothing is null. */
  public StsFailure {
    requireNonNull(sort, "sort");
    requireNonNull(code, "code");
    requireNonNull(text, "text");
    requireNonNull(time, "time");
  }

  /**
   * Reads what the SDK threw.
   *
   * @param failure what making a client, or calling it, threw
   * @return the failure
   */
  public static StsFailure of(RuntimeException failure) {
    if (failure instanceof AwsServiceException answer) {
      return answer(answer);
    }
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof IllegalArgumentException) {
      return AwsFiles.malformed(failure)
          .map(file -> without(Sort.BAD_FILE, file))
          .orElseGet(() -> without(Sort.NO_CLIENT, text));
    }
    return without(
        text.contains("Unable to load region") ? Sort.NO_REGION : Sort.UNREACHABLE, text);
  }

  /**
   * An answer that somebody other than the SDK has read.
   *
   * @param status its HTTP status
   * @param code its code; null if it has none
   * @param text its message; null if it has none
   * @return the failure
   */
  public static StsFailure refused(int status, @Nullable String code, @Nullable String text) {
    return refused(status, code, text, status >= SERVERS_FAULT, Optional.empty());
  }

  /**
   * There is no answer.
   *
   * @param failure what calling threw
   * @return the failure
   */
  public static StsFailure unreachable(Exception failure) {
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return without(Sort.UNREACHABLE, text);
  }

  private static StsFailure without(Sort sort, String text) {
    return new StsFailure(
        sort, "", OneLine.of(text, LONGEST), sort == Sort.UNREACHABLE, Optional.empty());
  }

  private static StsFailure refused(
      int status,
      @Nullable String code,
      @Nullable String text,
      boolean passes,
      Optional<Instant> time) {
    return new StsFailure(
        Sort.REFUSED,
        code == null ? "status " + status : OneLine.of(code, LONGEST_CODE),
        text == null ? "no message" : OneLine.of(text, LONGEST),
        passes,
        time);
  }

  /**
   * Reads an answer. STS puts its error into an {@code ErrorResponse}, where the SDK finds it.
   * Stores that are like S3, such as Ceph's gateway, answer with an {@code Error} alone, as S3
   * does, of which the SDK tells nothing but the bytes.
   */
  private static StsFailure answer(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    String text = details == null ? null : details.errorMessage();
    if (details != null && code == null) {
      String body = body(details);
      code = first(FLAT_CODE, body);
      text = first(FLAT_MESSAGE, body);
    }
    return refused(
        answer.statusCode(),
        code,
        text,
        answer.statusCode() >= SERVERS_FAULT || answer.isThrottlingException(),
        details == null ? Optional.empty() : StsTime.of(details.sdkHttpResponse()));
  }

  /** The same, without what the answer repeats of the secrets that were sent. */
  StsFailure without(Sent sent) {
    return new StsFailure(sort, sent.hiddenIn(code), sent.hiddenIn(text), passes, time);
  }

  private static String body(AwsErrorDetails details) {
    SdkBytes raw = details.rawResponse();
    return raw == null ? "" : raw.asString(StandardCharsets.UTF_8);
  }

  private static Pattern element(String name) {
    return Pattern.compile(
        "<Error>.{0," + LONGEST + "}?<" + name + ">([^<]{1," + LONGEST + "})</" + name + ">",
        Pattern.DOTALL);
  }

  private static @Nullable String first(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** {@code code: text}; the text alone without an answer. */
  @Override
  public String toString() {
    return sort == Sort.REFUSED ? code + ": " + text : text;
  }
}
