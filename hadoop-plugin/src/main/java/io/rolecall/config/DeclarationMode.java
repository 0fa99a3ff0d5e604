package io.rolecall.config;

/** What a running driver may still choose. */
public enum DeclarationMode {
  /** Nothing: what the launch says is in force. */
  FROZEN,
  /** Roles and buckets; not commands, files, endpoints, or what the process is. */
  OPEN;

  static DeclarationMode of(String text) {
    return switch (text) {
      case "frozen" -> FROZEN;
      case "open" -> OPEN;
      default -> throw new IllegalArgumentException("expected frozen or open");
    };
  }
}
