package io.rolecall.handoff;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a web identity token is asked for.
 *
 * @param audience whom it is for: the {@code aud} that the federation policy expects
 * @param duration how long it is valid, 60 to 3,600 seconds
 * @param algorithm how it is signed
 */
public record WebIdentityRequest(String audience, Duration duration, Algorithm algorithm) {

  /** How STS signs. */
  public enum Algorithm {
    /** RSA with SHA-256. Databricks takes this one. */
    RS256,
    /** The curve P-384 with SHA-384. */
    ES384
  }

  /** Checks AWS's limits. */
  public WebIdentityRequest {
    requireNonNull(algorithm, "algorithm");
    if (audience.isEmpty() || audience.length() > 1000) {
      throw new IllegalArgumentException(
          "the audience of a web identity token has "
              + audience.length()
              + " characters: AWS allows 1 to 1000. Name the audience of the federation policy");
    }
    if (duration.toSeconds() < 60 || duration.toSeconds() > 3600) {
      throw new IllegalArgumentException(
          "a web identity token for "
              + duration.toSeconds()
              + " s: AWS allows 60 to 3600 s. Choose a duration between them");
    }
  }
}
