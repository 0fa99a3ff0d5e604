package io.rolecall.spark.traffic;

import io.rolecall.metrics.RouteNumbers;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.text.TextTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The numbers of an application's routes, for its driver's log. */
final class JobSummary {

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
    TextTable table =
        TextTable.withNumbersFrom(
            2,
            "route",
            "role",
            "requests",
            "bytes read",
            "bytes written",
            "sessions",
            "renewals",
            "repeated",
            "denied");
    routes.stream()
        .sorted(
            Comparator.comparingLong(RouteNumbers::requests)
                .reversed()
                .thenComparing(RouteNumbers::route))
        .limit(LINES)
        .forEach(
            route ->
                table.row(row(route, sessions.getOrDefault(route.role(), SessionStatistics.NONE))));
    StringBuilder text = new StringBuilder("what the routes of " + application + " went through:");
    table.lines().forEach(line -> text.append("\n  ").append(line));
    if (routes.size() > LINES) {
      text.append("\n  and ").append(routes.size() - LINES).append(" more");
    }
    return text.toString();
  }

  private static String[] row(RouteNumbers route, SessionStatistics sessions) {
    return new String[] {
      route.location(),
      route.role(),
      Long.toString(route.requests()),
      Long.toString(route.bytesRead()),
      Long.toString(route.bytesWritten()),
      Long.toString(sessions.sessions()),
      Long.toString(sessions.renewals()),
      Long.toString(route.repeated()),
      Long.toString(route.denied())
    };
  }
}
