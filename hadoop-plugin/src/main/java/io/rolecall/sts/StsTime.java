package io.rolecall.sts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What time it is at STS. */
public final class StsTime {

  /** AWS refuses signatures that are 5 to 15 minutes off, depending on the service. */
  private static final Duration TOLERATED = Duration.ofMinutes(4);

  private StsTime() {}

  /**
   * Whether two clocks are so far apart that signatures may be refused.
   *
   * @param skew how far the one is ahead of the other; negative if it is behind
   * @return whether it is more than what every service tolerates
   */
  public static boolean isFarOff(Duration skew) {
    return skew.abs().compareTo(TOLERATED) > 0;
  }

  /** The time of an answer, to a second; empty if it does not tell. */
  static Optional<Instant> of(@Nullable SdkHttpResponse answer) {
    return answer == null
        ? Optional.empty()
        : answer.firstMatchingHeader("Date").flatMap(StsTime::parse);
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
