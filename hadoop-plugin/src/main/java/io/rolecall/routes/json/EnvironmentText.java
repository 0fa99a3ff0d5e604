package io.rolecall.routes.json;

import org.jspecify.annotations.Nullable;

/** What this process's environment says, as the SDK reads its own settings. */
public final class EnvironmentText {

  private EnvironmentText() {}

  /** The JVM's property, else the variable; null if neither says anything. */
  public static @Nullable String find(String property, String variable) {
    String value = System.getProperty(property, System.getenv(variable));
    return value == null || value.isBlank() ? null : value.trim();
  }

  /**
   * The value of a property of the JVM, else of a variable of its environment, else what is given.
   */
  public static String get(String property, String variable, String otherwise) {
    String found = find(property, variable);
    return found == null ? otherwise : found;
  }

  /** A variable of the environment alone. */
  public static String variable(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value.trim();
  }
}
