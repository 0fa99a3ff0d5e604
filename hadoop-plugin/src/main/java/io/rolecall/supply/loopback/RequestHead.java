package io.rolecall.supply.loopback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request of HTTP/1 asks for, and its header.
 *
 * @param method the method
 * @param path the path, without what is behind a question mark
 * @param fields the header's values by name, in lower case; secrets among them
 */
record RequestHead(String method, String path, Map<String, List<String>> fields) {

  private static final Pattern START =
      Pattern.compile("([A-Z]+) (/[^\\s?]*)(\\?\\S*)? HTTP/1\\.[01]");

  /** No space before the colon, and no line that goes on with the one before. */
  private static final Pattern FIELD = Pattern.compile("([^\\s:]+):[ \\t]*(.*?)[ \\t]*");

  /**
   * Reads it.
   *
   * @param text all lines, without the empty one after them
   * @return empty if it is none
   */
  static Optional<RequestHead> parse(String text) {
    String[] lines = text.split("\r\n", -1);
    Matcher start = START.matcher(lines[0]);
    if (!start.matches()) {
      return Optional.empty();
    }
    Map<String, List<String>> fields = new HashMap<>();
    for (int each = 1; each < lines.length; each++) {
      Matcher field = FIELD.matcher(lines[each]);
      if (!field.matches()) {
        return Optional.empty();
      }
      fields
          .computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field.group(2));
    }
    return Optional.of(new RequestHead(start.group(1), start.group(2), fields));
  }

  /** All values of a field, by its name in lower case. */
  List<String> field(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** What is asked for; nothing of the header. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
