package io.rolecall.routes;

import org.jspecify.annotations.Nullable;

/** What this process's environment says, as the SDK reads its own settings. */
final class EnvironmentText {

  private EnvironmentText() {}

  /** The JVM's property, else the variable; null if neither says anything. */
  static @Nullable String find(String property, String variable) {
    String value = System.getProperty(property, System.getenv(variable));
    return value == null || value.isBlank() ? null : value.trim();
  }

  static String get(String property, String variable, String otherwise) {
    String found = find(property, variable);
    return found == null ? otherwise : found;
  }

  /** A variable of the environment alone. */
  static String variable(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value.trim();
  }
}
