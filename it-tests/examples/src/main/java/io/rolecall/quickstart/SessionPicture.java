package io.rolecall.quickstart;

import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.localaws.log.AccessLog.RoleRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A job's sessions on a time line, as one SVG file that needs nothing else: for each role when a
 * session was obtained, renewed and ended, and the requests that were signed meanwhile.
 *
 * @param entries LocalAws's log
 * @param lifetime of a session
 */
public record SessionPicture(List<Entry> entries, Duration lifetime) {

  private static final int WIDTH = 1000;
  private static final int LEFT = 170;
  private static final int TOP = 60;
  private static final int LANE = 120;
  private static final int BAR = 12;
  private static final int TICKS = 26;

  /** Copies the log. */
  public SessionPicture {
    entries = List.copyOf(entries);
  }

  /**
   * Writes it.
   *
   * @param file where to
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path write(Path file) throws IOException {
    return Files.writeString(file, svg());
  }

  /** The picture. */
  public String svg() {
    Map<String, List<Instant>> obtained = obtained();
    Instant start = entries.stream().map(Entry::time).min(Comparator.naturalOrder()).orElseThrow();
    Instant last = entries.stream().map(Entry::time).max(Comparator.naturalOrder()).orElseThrow();
    Scale scale = new Scale(start, Duration.between(start, last).plus(lifetime));
    int height = TOP + obtained.size() * LANE + 30;
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                    + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                    + "<title>Sessions of %d s and their requests</title>%n"
                    + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                height,
                WIDTH,
                height,
                lifetime.toSeconds()));
    legend(svg);
    axis(svg, scale, height);
    int y = TOP;
    for (Map.Entry<String, List<Instant>> role : obtained.entrySet()) {
      lane(svg, scale, y, role.getKey(), role.getValue());
      y += LANE;
    }
    return svg.append("</svg>\n").toString();
  }

  /** When sessions were obtained, by role. */
  private Map<String, List<Instant>> obtained() {
    Map<String, List<Instant>> obtained = new TreeMap<>();
    for (Entry entry : entries) {
      RoleRequest request = entry.roleRequest();
      if (request != null && entry.status() < 300) {
        obtained.computeIfAbsent(request.roleArn(), role -> new ArrayList<>()).add(entry.time());
      }
    }
    return obtained;
  }

  /** Where a time is. */
  private record Scale(Instant start, Duration length) {

    double x(Instant time) {
      return LEFT
          + (WIDTH - LEFT - 20)
              * (Duration.between(start, time).toMillis() / (double) length.toMillis());
    }
  }

  private static void legend(StringBuilder svg) {
    rect(svg, "in-use", LEFT, 14, 30, "#2b6cb0");
    text(svg, LEFT + 36, 24, "session in use");
    rect(svg, "replaced", LEFT + 150, 14, 30, "#bee3f8");
    text(svg, LEFT + 186, 24, "still valid, but renewed already");
    line(svg, "expiry", LEFT + 400, 12, 28, "#c05621");
    text(svg, LEFT + 408, 24, "ends");
    line(svg, "request", LEFT + 470, 12, 28, "#38a169");
    text(svg, LEFT + 478, 24, "request");
    line(svg, "repeated", LEFT + 560, 12, 28, "#e53e3e");
    text(svg, LEFT + 568, 24, "met an ended session, signed again");
  }

  private void axis(StringBuilder svg, Scale scale, int height) {
    for (long second = 0; second <= scale.length().toSeconds(); second += 10) {
      double x = scale.x(scale.start().plusSeconds(second));
      line(svg, "grid", x, TOP - 12, height - 22, "#e2e8f0");
      text(svg, x - 8, height - 8, second + " s");
    }
  }

  private void lane(StringBuilder svg, Scale scale, int y, String role, List<Instant> times) {
    text(svg, 8, y + 16, role.replaceFirst(".*:role/", ""));
    text(svg, 8, y + 32, "of " + role.replaceFirst("arn:[^:]*:iam::(\\d+):.*", "$1"));
    for (int i = 0; i < times.size(); i++) {
      Instant from = times.get(i);
      Instant end = from.plus(lifetime);
      Instant renewed = i + 1 < times.size() ? times.get(i + 1) : end;
      Instant until = renewed.isBefore(end) ? renewed : end;
      int row = y + 4 + i % 2 * (BAR + 6);
      rect(svg, "in-use", scale.x(from), row, scale.x(until) - scale.x(from), "#2b6cb0");
      rect(svg, "replaced", scale.x(until), row, scale.x(end) - scale.x(until), "#bee3f8");
      line(svg, "expiry", scale.x(end), row - 2, row + BAR + 2, "#c05621");
    }
    String session = role.replaceFirst("arn:[^:]*:iam::(\\d+):role/(.*)", "$1:assumed-role/$2/");
    for (Entry entry : entries) {
      if (entry.service().equals("s3") && String.valueOf(entry.principalArn()).contains(session)) {
        boolean again = "ExpiredToken".equals(entry.errorCode());
        int row = y + 44;
        line(
            svg,
            again ? "repeated" : "request",
            scale.x(entry.time()),
            row,
            row + (again ? TICKS + 8 : TICKS),
            again ? "#e53e3e" : "#38a169");
      }
    }
  }

  private static void rect(
      StringBuilder svg, String kind, double x, double y, double width, String color) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\""
                + " fill=\"%s\"/>%n",
            kind,
            x,
            y,
            Math.max(0, width),
            BAR,
            color));
  }

  private static void line(
      StringBuilder svg, String kind, double x, double from, double to, String color) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            kind,
            x,
            x,
            from,
            to,
            color));
  }

  private static void text(StringBuilder svg, double x, double y, String what) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
            x,
            y,
            what.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
