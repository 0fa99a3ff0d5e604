package io.rolecall.token;

import java.time.Instant;
import org.apache.hadoop.security.Credentials;
import org.jspecify.annotations.Nullable;

/** What was found when a place of tokens was looked at last. Equal to itself alone. */
final class TokenReading {

  static final TokenReading NONE = new TokenReading(null, null, null);

  private final @Nullable Credentials tokens;
  private final @Nullable Instant writtenAt;
  private final @Nullable String problem;

  TokenReading(
      @Nullable Credentials tokens, @Nullable Instant writtenAt, @Nullable String problem) {
    this.tokens = tokens;
    this.writtenAt = writtenAt;
    this.problem = problem;
  }

  /** What is there, not to be changed; null if it could not be read. */
  @Nullable Credentials tokens() {
    return tokens;
  }

  /** When it was written, by its writer's or its file system's clock; null if nobody knows. */
  @Nullable Instant writtenAt() {
    return writtenAt;
  }

  /** Why it could not be read; null if it was. */
  @Nullable String problem() {
    return problem;
  }
}
