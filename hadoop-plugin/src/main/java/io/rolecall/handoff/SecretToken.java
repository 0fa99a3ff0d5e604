package io.rolecall.handoff;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A token that is a secret.
 *
 * @param value the token
 * @param expiration when it ends
 */
public record SecretToken(String value, Instant expiration) {

  /** Checks that nothing is null. */
  public SecretToken {
    requireNonNull(value, "value");
    requireNonNull(expiration, "expiration");
  }

  /** When it ends, not the token. */
  @Override
  public String toString() {
    return "token until " + expiration;
  }
}
