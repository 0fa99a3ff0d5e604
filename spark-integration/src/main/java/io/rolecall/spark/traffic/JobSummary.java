package io.rolecall.spark.traffic;

import io.rolecall.metrics.RouteNumbers;
import io.rolecall.renewal.SessionStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The numbers of an application's routes, for its driver's log. */
final class JobSummary {

  private static final List<String> HEAD =
      List.of(
          "route",
          "role",
          "requests",
          "bytes read",
          "bytes written",
          "sessions",
          "renewals",
          "repeated",
          "denied");

  /** If there are more routes, the busiest ones are shown. */
  private static final int LINES = 50;

  private JobSummary() {}

  /**
   * The summary.
   *
   * @param application the application's id
   * @param routes of all processes
   * @param sessions of the driver, which gets them for all, by role
   * @return a line for the application, one of names, and one for each route; without a line end
   */
  static String text(
      String application, List<RouteNumbers> routes, Map<String, SessionStatistics> sessions) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    routes.stream()
        .sorted(
            Comparator.comparingLong(RouteNumbers::requests)
                .reversed()
                .thenComparing(RouteNumbers::route))
        .limit(LINES)
        .forEach(
            route ->
                rows.add(row(route, sessions.getOrDefault(route.role(), SessionStatistics.NONE))));
    StringBuilder text = new StringBuilder("what the routes of " + application + " went through:");
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("\n ");
      for (int column = 0; column < widths.length; column++) {
        String space = column == 0 ? " " : "  ";
        String format = space + (column < 2 ? "%-" : "%") + widths[column] + "s";
        line.append(String.format(format, row.get(column)));
      }
      text.append(line.toString().stripTrailing());
    }
    if (routes.size() > LINES) {
      text.append("\n  and ").append(routes.size() - LINES).append(" more");
    }
    return text.toString();
  }

  private static List<String> row(RouteNumbers route, SessionStatistics sessions) {
    return List.of(
        route.location(),
        route.role(),
        Long.toString(route.requests()),
        Long.toString(route.bytesRead()),
        Long.toString(route.bytesWritten()),
        Long.toString(sessions.sessions()),
        Long.toString(sessions.renewals()),
        Long.toString(route.repeated()),
        Long.toString(route.denied()));
  }
}
