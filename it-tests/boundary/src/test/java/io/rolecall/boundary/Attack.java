package io.rolecall.boundary;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of {@link AttackTable}: settings, and what they would gain where they were believed.
 * Values hold placeholders, which a {@link Stage} fills in.
 *
 * @param gain what the attacker would have of it
 * @param settings the keys and values that the attacker brings
 * @param reads what is read: placeholders {@code {bucket}}, a bucket of the operator's, and {@code
 *     {vault}}, a bucket that no route is for
 * @param names the key that the refusal names
 * @param secret whether the value of that key must not be repeated
 */
record Attack(
    String gain, Map<String, String> settings, String reads, String names, boolean secret) {

  private static final String HONEST = "s3a://{bucket}/honest.txt";

  Attack {
    settings = Map.copyOf(settings);
  }

  /** An attack with one key, on a bucket that the operator has a role for. */
  static Attack with(String key, String value, String gain) {
    return new Attack(gain, Map.of(key, value), HONEST, key, false);
  }

  /** The same, with another key that belongs to it. */
  Attack and(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(key, value);
    return new Attack(gain, more, reads, names, secret);
  }

  /** What is read instead of the honest file. */
  Attack reading(String location) {
    return new Attack(gain, settings, location, names, secret);
  }

  /** What is read is the file of a bucket that nobody declared. */
  Attack readingTheVault() {
    return reading("s3a://{vault}/secret.txt");
  }

  /** The refusal names another key than the first. */
  Attack naming(String key) {
    return new Attack(gain, settings, reads, key, secret);
  }

  /** The value is one that must not be repeated. */
  Attack secretly() {
    return new Attack(gain, settings, reads, names, true);
  }

  @Override
  public String toString() {
    return String.join(" and ", settings.keySet().stream().sorted().toList()) + ": " + gain;
  }
}
