package io.rolecall.spark.traffic;

import io.rolecall.metrics.RouteNumbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An executor's numbers of its routes, since its start. It is sent as text, because Spark's RPC
 * cannot load classes of jars that came with the job.
 *
 * <pre>{@code
 * rolecall-numbers 1 EXECUTOR last|more
 * REQUESTS BYTES_READ BYTES_WRITTEN REPEATED DENIED ROUTE
 * }</pre>
 *
 * @param executor the executor's id, as claimed by whoever sent this
 * @param last whether this is the executor's last message
 * @param routes the numbers of each route, since the executor's start
 */
record NumbersMessage(String executor, boolean last, List<RouteNumbers> routes) {

  /** What the text of every version begins with. */
  static final String NAME = "rolecall-numbers ";

  private static final int LONGEST = 256 * 1024;
  private static final int ROUTES = 200;

  /** Of a route, in {@code char}s of Java: two hundred of them fit into the longest message. */
  private static final int LONGEST_ROUTE = 1200;

  private static final String NUMBER = "(\\d{1,18})";
  private static final Pattern HEAD = Pattern.compile(NAME + "1 ([!-~]{1,64}) (last|more)");

  /**
   * What a terminal or a viewer of logs obeys, or takes for the end of a line; and the halves of
   * characters.
   */
  private static final String HIDDEN = "\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}";

  private static final Pattern LINE =
      Pattern.compile(
          String.join(" ", NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, "([^" + HIDDEN + "]+)"));

  NumbersMessage {
    routes = List.copyOf(routes);
  }

  /** As text. Routes that a message has no room for are added up as one. */
  String encode() {
    StringBuilder text =
        new StringBuilder(NAME).append("1 ").append(executor).append(last ? " last" : " more");
    int named = routes.size() <= ROUTES ? routes.size() : ROUTES - 1;
    routes.subList(0, named).forEach(route -> append(text, route));
    routes.subList(named, routes.size()).stream()
        .reduce(RouteNumbers::and)
        .ifPresent(
            rest ->
                append(
                    text,
                    new RouteNumbers(
                        "others",
                        rest.requests(),
                        rest.bytesRead(),
                        rest.bytesWritten(),
                        rest.repeated(),
                        rest.denied())));
    return text.toString();
  }

  private static void append(StringBuilder text, RouteNumbers route) {
    String name = route.route().replaceAll("[" + HIDDEN + "]", "?");
    int end = Math.min(name.length(), LONGEST_ROUTE);
    if (end < name.length() && Character.isLowSurrogate(name.charAt(end))) {
      end--;
    }
    text.append('\n')
        .append(route.requests())
        .append(' ')
        .append(route.bytesRead())
        .append(' ')
        .append(route.bytesWritten())
        .append(' ')
        .append(route.repeated())
        .append(' ')
        .append(route.denied())
        .append(' ')
        .append(name, 0, end);
  }

  /**
   * Reads a message.
   *
   * @throws IOException if it is of another version, or no such message
   */
  static NumbersMessage decode(String text) throws IOException {
    if (text.length() > LONGEST) {
      throw new IOException(
          "numbers of " + text.length() + " characters: at most " + LONGEST + " are read");
    }
    String[] lines = text.split("\n", -1);
    Matcher head = HEAD.matcher(lines[0]);
    if (!head.matches() || lines.length > ROUTES + 1) {
      throw new IOException(
          "these are no numbers of an executor, of version 1 and of " + ROUTES + " routes at most");
    }
    List<RouteNumbers> routes = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      Matcher line = LINE.matcher(lines[i]);
      if (!line.matches() || line.group(6).length() > LONGEST_ROUTE) {
        throw new IOException("numbers whose line " + (i + 1) + " cannot be read");
      }
      routes.add(
          new RouteNumbers(
              line.group(6),
              Long.parseLong(line.group(1)),
              Long.parseLong(line.group(2)),
              Long.parseLong(line.group(3)),
              Long.parseLong(line.group(4)),
              Long.parseLong(line.group(5))));
    }
    return new NumbersMessage(head.group(1), head.group(2).equals("last"), routes);
  }
}
