package io.rolecall.config;

import org.jspecify.annotations.Nullable;

/** The configuration cannot be used. The message names the key, the value and what was expected. */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * An unusable configuration.
   *
   * @param message key, value (never a secret), what was expected, what to do
   * @param cause what failed; null if nothing did
   */
  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
