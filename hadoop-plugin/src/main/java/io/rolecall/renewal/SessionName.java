package io.rolecall.renewal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What messages, logs and metrics call a session: the locations that share it, and their role. Not
 * the first of them alone: who looks for another would not find it. Thread-safe.
 */
final class SessionName {

  private static final String ARROW = " -> ";
  private static final int SHOWN = 3;
  private static final int REMEMBERED = 12;

  private volatile List<String> names;

  /**
   * A name.
   *
   * @param first {@code location -> role}, or anything else
   */
  SessionName(String first) {
    this.names = List.of(first);
  }

  /** The session serves another location too. A few are remembered. */
  void add(String another) {
    List<String> known = names;
    if (known.contains(another) || known.size() > REMEMBERED) {
      return;
    }
    synchronized (this) {
      List<String> more = new ArrayList<>(names);
      if (!more.contains(another) && more.size() <= REMEMBERED) {
        more.add(another);
        names = List.copyOf(more);
      }
    }
  }

  /** The first name. */
  String first() {
    return names.get(0);
  }

  /** {@code location, location, location and others -> role}. */
  @Override
  public String toString() {
    List<String> known = names;
    if (known.size() == 1) {
      return known.get(0);
    }
    Map<String, List<String>> locations = new LinkedHashMap<>();
    for (String name : known) {
      int arrow = name.indexOf(ARROW);
      String role = arrow < 0 ? "" : name.substring(arrow);
      locations
          .computeIfAbsent(role, absent -> new ArrayList<>())
          .add(arrow < 0 ? name : name.substring(0, arrow));
    }
    return locations.entrySet().stream()
        .map(each -> some(each.getValue()) + each.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String some(List<String> locations) {
    return locations.size() <= SHOWN
        ? String.join(", ", locations)
        : String.join(", ", locations.subList(0, SHOWN)) + " and others";
  }
}
