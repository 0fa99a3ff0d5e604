package io.rolecall.sts;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What STS says when it refuses.
 *
 * @param code the error's code; {@code status 403} or the like if the answer has none
 * @param text the error's message; {@code no message} if the answer has none
 */
record StsError(String code, String text) {

  /** A code or message of this length at most is believed to be one. */
  private static final int LONGEST = 1024;

  private static final Pattern FLAT_CODE = element("Code");
  private static final Pattern FLAT_MESSAGE = element("Message");

  /**
   * Reads an answer. STS puts its error into an {@code ErrorResponse}, where the SDK finds it.
   * Stores that are like S3, such as Ceph's gateway, answer with an {@code Error} alone, as S3
   * does, of which the SDK tells nothing but the bytes.
   */
  static StsError of(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    String text = details == null ? null : details.errorMessage();
    if (details != null && code == null) {
      String body = body(details);
      code = first(FLAT_CODE, body);
      text = first(FLAT_MESSAGE, body);
    }
    return new StsError(
        code == null ? "status " + answer.statusCode() : code, text == null ? "no message" : text);
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
}
