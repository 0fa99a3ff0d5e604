package io.rolecall.supply.end;

import io.rolecall.text.OneLine;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks whether an application of YARN has ended, or all that have a tag: at least one of these has
 * to be seen before, and what had ended when the first look was made does not count. A cluster that
 * cannot be asked, or has not answered, ends nothing.
 */
final class ApplicationEnd {

  private static final Pattern ID = Pattern.compile("application_[0-9]+_[0-9]+");

  /** As YARN has them. */
  private static final int LONGEST_TAG = 100;

  private static final int LONGEST_REASON = 500;

  private final Applications applications;
  private final String name;
  private final Consumer<String> say;
  private final Set<String> before = new HashSet<>();
  private boolean seen;
  private boolean failing;
  private boolean saidWhose;
  private volatile boolean over;

  /**
   * Nothing is asked yet.
   *
   * @param applications the cluster
   * @param name the application's id, or a tag
   * @param say is told what a person should know, a line at a time
   */
  ApplicationEnd(Applications applications, String name, Consumer<String> say) {
    this.applications = applications;
    this.name = name;
    this.say = say;
  }

  /** Whether a name is an application's id; else it is a tag. */
  static boolean isId(String name) {
    return ID.matcher(name).matches();
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if it is neither an id nor a tag; says what was expected
   */
  static void check(String name) {
    boolean tag =
        !name.isBlank()
            && name.length() <= LONGEST_TAG
            && name.chars().allMatch(c -> c > ' ' && c < 127)
            && name.indexOf(',') < 0;
    boolean likeAnId = name.startsWith("application_") || name.startsWith("job_");
    if (!isId(name) && (likeAnId || !tag)) {
      throw new IllegalArgumentException(
          "expected the id of an application of YARN, such as application_1700000000000_0001, or a"
              + " tag: up to "
              + LONGEST_TAG
              + " characters of ASCII without spaces and commas");
    }
  }

  /**
   * The first look.
   *
   * @throws IOException if the cluster cannot be asked, or knows no application of this id
   */
  void begin() throws IOException {
    Map<String, Boolean> found;
    try {
      found = find();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new IOException(
          "--until-application " + name + ": YARN cannot be asked: " + reason(e), e);
    }
    if (isId(name)) {
      if (found.isEmpty()) {
        throw new IOException("--until-application " + name + ": YARN knows no such application");
      }
    } else {
      found.forEach(
          (id, ended) -> {
            if (ended) {
              before.add(id);
            }
          });
    }
    found(found);
  }

  /** A later look. For one thread. */
  void look() {
    try {
      found(find());
      failing = false;
    } catch (IOException | RuntimeException | LinkageError e) {
      // Hadoop's clients fail in many ways, and whoever ends here looks no more.
      if (!failing && !Thread.currentThread().isInterrupted()) {
        say.accept(
            name
                + ": YARN cannot be asked: "
                + reason(e)
                + ". It goes on, and asks again; further failures are not said");
      }
      failing = true;
    }
  }

  /**
   * Whether each has ended, by id. Of a tag, those of this user: anybody may give one of theirs the
   * same, and so end a job's supply, or prolong it.
   */
  private Map<String, Boolean> find() throws IOException {
    List<Applications.Application> named = applications.find(name);
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (Applications.Application each : named) {
      if (isId(name) || each.user().equals(applications.user())) {
        found.put(each.id(), each.ended());
      }
    }
    if (found.isEmpty() && !named.isEmpty() && !seen && !saidWhose) {
      saidWhose = true;
      say.accept(
          name
              + ": no application of "
              + applications.user()
              + " has this tag yet, and those of other users, which have it, do not count");
    }
    return found;
  }

  private void found(Map<String, Boolean> found) {
    Set<String> running =
        found.entrySet().stream()
            .filter(application -> !application.getValue())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    seen |= isId(name) || found.keySet().stream().anyMatch(id -> !before.contains(id));
    // One that YARN has forgotten has ended, too.
    if (seen && running.isEmpty() && !over) {
      over = true;
      say.accept(name + " has ended");
    }
  }

  /** Whether it has ended. On any thread. */
  boolean isOver() {
    return over;
  }

  private static String reason(Throwable e) {
    return OneLine.of(
        e instanceof IOException ? String.valueOf(e.getMessage()) : "" + e, LONGEST_REASON);
  }
}
