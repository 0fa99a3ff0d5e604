package io.rolecall.sts;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What time it is at STS. */
final class StsTime {

  private StsTime() {}

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
