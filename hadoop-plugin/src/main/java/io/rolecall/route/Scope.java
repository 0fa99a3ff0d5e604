package io.rolecall.route;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a job does at a location, which a session policy narrows a role's sessions to. */
public enum Scope {
  /** Objects are read, and their names listed. */
  READ("read", true, false),
  /** Objects are put and deleted, and their names listed; what is in them is not read. */
  WRITE("write", false, true),
  /** Both. */
  READ_WRITE("read-write", true, true);

  /** The scope of whoever wants none: all that the role may do. */
  private static final String ROLE = "role";

  private final String text;
  private final boolean reads;
  private final boolean writes;

  Scope(String text, boolean reads, boolean writes) {
    this.text = text;
    this.reads = reads;
    this.writes = writes;
  }

  /**
   * Reads a scope as routes and keys write it.
   *
   * @param text the text
   * @return the scope; empty for {@code role}, which is no narrower than the role
   * @throws InvalidRouteException if it is neither
   */
  public static Optional<Scope> parse(String text) {
    if (text.equals(ROLE)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(scope -> scope.text.equals(text))
            .findFirst()
            .orElseThrow(() -> new InvalidRouteException("expected one of " + names())));
  }

  private static String names() {
    return Arrays.stream(values()).map(scope -> scope.text).collect(Collectors.joining(", "))
        + ", "
        + ROLE;
  }

  /**
   * Whether objects are read.
   *
   * @return false for {@link #WRITE}
   */
  public boolean reads() {
    return reads;
  }

  /**
   * Whether objects are put and deleted.
   *
   * @return false for {@link #READ}
   */
  public boolean writes() {
    return writes;
  }

  /**
   * What two jobs do at the same location.
   *
   * @param other the scope of the other
   * @return what either does
   */
  public Scope and(Scope other) {
    return this == other ? this : READ_WRITE;
  }

  /** The scope as routes write it. */
  @Override
  public String toString() {
    return text;
  }
}
