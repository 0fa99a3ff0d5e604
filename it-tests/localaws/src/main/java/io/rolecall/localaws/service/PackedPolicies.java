package io.rolecall.localaws.service;

import io.rolecall.localaws.iam.AwsError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a session's space its policy and tags take. AWS's packing is not told; here it is
 * their characters, of a limit that a test sets. Thread-safe.
 */
final class PackedPolicies {
  /** What a session policy's text may have; without a limit, sizes are told as parts of it. */
  private static final int POLICY_CHARACTERS = 2048;

  private static final int FULL = 100;

  private volatile int limit;

  /** Characters; 0 for none. */
  void limit(int characters) {
    limit = characters;
  }

  @Nullable Integer size(@Nullable String policy, Map<String, String> tags) throws AwsError {
    if (policy == null && tags.isEmpty()) {
      return null;
    }
    int characters = policy == null ? 0 : policy.length();
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      characters += tag.getKey().length() + tag.getValue().length();
    }
    int of = limit;
    if (of == 0) {
      return Math.min(FULL, Math.max(1, characters * FULL / POLICY_CHARACTERS));
    }
    int percent = Math.max(1, (characters * FULL + of - 1) / of);
    if (percent > FULL) {
      throw new AwsError(
          400,
          "PackedPolicyTooLarge",
          policy == null
              ? "Packed size of session tags consumes " + percent + "% of allotted space."
              : "Packed policy consumes "
                  + percent
                  + "% of allotted space, please use smaller policy.");
    }
    return percent;
  }
}
