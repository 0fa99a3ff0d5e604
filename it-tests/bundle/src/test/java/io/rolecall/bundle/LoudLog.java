package io.rolecall.bundle;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A process's log, event by event, in which secrets are looked for. */
final class LoudLog {

  private static final Pattern EVENT = Pattern.compile("(?m)^@@ (\\w+) (\\S+) - ");

  /** The last column of a hexadecimal dump. */
  private static final Pattern DUMP = Pattern.compile("(?m)\\|(.{16})\\|$");

  /** Long secrets are looked for in pieces: logs break lines. */
  private static final int PIECE = 40;

  private final List<Event> events = new ArrayList<>();

  private record Event(String logger, String text) {}

  LoudLog(String text) {
    Matcher start = EVENT.matcher(text);
    String logger = "before the first";
    int from = 0;
    while (start.find()) {
      events.add(new Event(logger, text.substring(from, start.start())));
      logger = start.group(2);
      from = start.end();
    }
    events.add(new Event(logger, text.substring(from)));
  }

  /** Which loggers have logged. */
  Set<String> loggers() {
    return events.stream().map(Event::logger).collect(Collectors.toCollection(TreeSet::new));
  }

  /** How often a text was logged. */
  long count(String text) {
    return events.stream().filter(event -> event.text.contains(text)).count();
  }

  /** Which loggers show one of the secrets, as it is, percent-encoded, or in a dump. */
  Set<String> loggersThatShow(Collection<String> secrets) {
    List<String> pieces =
        secrets.stream().flatMap(secret -> pieces(secret).stream()).distinct().toList();
    Set<String> found = new TreeSet<>();
    for (Event event : events) {
      String text = event.text + dumped(event.text);
      if (pieces.stream().anyMatch(text::contains)) {
        found.add(event.logger);
      }
    }
    return found;
  }

  private static List<String> pieces(String secret) {
    List<String> pieces = new ArrayList<>();
    for (String form : List.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8))) {
      int size = Math.min(PIECE, form.length());
      pieces.add(form.substring(0, size));
      int middle = (form.length() - size) / 2;
      pieces.add(form.substring(middle, middle + size));
      pieces.add(form.substring(form.length() - size));
    }
    return pieces;
  }

  private static String dumped(String text) {
    StringBuilder dump = new StringBuilder();
    Matcher row = DUMP.matcher(text);
    while (row.find()) {
      dump.append(row.group(1));
    }
    return dump.toString();
  }
}
