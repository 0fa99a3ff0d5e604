package io.rolecall.contract.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sessions that a run lived on, from LocalAws's access log.
 *
 * @param issued how many STS gave out
 * @param used how many signed a request to S3
 * @param requests how many requests S3 answered
 * @param expired how many of them met an expired session
 * @param elapsed from the first request to the last
 */
record SessionCount(int issued, int used, long requests, long expired, Duration elapsed) {

  /** How long each session lasts, as the role's configuration says. */
  static final Duration LIFETIME = Duration.ofSeconds(5);

  private static final Pattern FIELD =
      Pattern.compile(
          "\"(time|operation|service|accessKeyId|status|errorCode)\":(?:\"([^\"]*)\"|(\\d+))");

  /** Reads an access log, one JSON object a line. */
  static SessionCount read(Path log) throws IOException {
    Counter counter = new Counter();
    try (Stream<String> lines = Files.lines(log)) {
      lines.forEach(counter::count);
    }
    return counter.result();
  }

  /**
   * Whether the run outlived many sessions: it lasted for at least ten lifetimes, and sessions came
   * at least half as often as they ended.
   */
  boolean isMany() {
    long lifetimes = elapsed.dividedBy(LIFETIME);
    return lifetimes >= 10 && used >= lifetimes / 2;
  }

  private static final class Counter {
    private final Set<String> sessions = new HashSet<>();
    private int issued;
    private long requests;
    private long expired;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    void count(String line) {
      String operation = "";
      String service = "";
      String key = "";
      String status = "";
      String error = "";
      Matcher field = FIELD.matcher(line);
      while (field.find()) {
        String value = field.group(2) == null ? field.group(3) : field.group(2);
        switch (field.group(1)) {
          case "time" -> add(Instant.parse(value));
          case "operation" -> operation = value;
          case "service" -> service = value;
          case "accessKeyId" -> key = value;
          case "status" -> status = value;
          default -> error = value;
        }
      }
      if (operation.equals("AssumeRole") && status.equals("200")) {
        issued++;
      } else if (service.equals("s3")) {
        requests++;
        sessions.add(key);
        // An expired HEAD is answered without a code.
        expired +=
            status.equals("400") && (error.isEmpty() || error.equals("ExpiredToken")) ? 1 : 0;
      }
    }

    private void add(Instant time) {
      first = time.isBefore(first) ? time : first;
      last = time.isAfter(last) ? time : last;
    }

    SessionCount result() {
      Duration elapsed = last.isBefore(first) ? Duration.ZERO : Duration.between(first, last);
      return new SessionCount(issued, sessions.size(), requests, expired, elapsed);
    }
  }
}
