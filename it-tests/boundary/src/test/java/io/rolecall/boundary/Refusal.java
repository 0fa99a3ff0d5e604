package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.regex.Pattern;

/** What Rolecall says when it refuses a Configuration that is not the declared one. */
final class Refusal {

  /** Spark and Hadoop put the names of exceptions in front. */
  private static final Pattern NAMES_OF_EXCEPTIONS =
      Pattern.compile("^((Caused by: )?[\\w.$]+(Exception|Error): )+");

  private static final String SWITCH = "fs.s3a.rolecall.declaration.open";

  private Refusal() {}

  /**
   * Expects it in what a client got.
   *
   * @param value what the client had set; empty where it must not be repeated
   */
  static void assertIn(Outcome outcome, String location, String key, String value) {
    assertThat(isIn(outcome, location, key, value))
        .as(
            "a refusal of %s that names %s, in what the client got: %s",
            location, key, outcome.text())
        .isTrue();
  }

  /** Whether it is in what a client got. */
  static boolean isIn(Outcome outcome, String location, String key, String value) {
    String start = "s3a://" + URI.create(location).getAuthority();
    return outcome.messages().stream()
        .flatMap(String::lines)
        .map(line -> NAMES_OF_EXCEPTIONS.matcher(line).replaceFirst(""))
        .anyMatch(
            message ->
                message.startsWith(start)
                    && message.contains(plain(key))
                    && message.contains(value)
                    && message.contains(SWITCH));
  }

  /** A key of one bucket is named with the bucket or without. */
  private static String plain(String key) {
    return key.replaceFirst("^fs\\.s3a\\.bucket\\.[^.]+\\.", "");
  }
}
