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
 * @param answer what the attacker is told
 * @param words what the refusal says, where it is one
 */
record Attack(String gain, Map<String, String> settings, String reads, Answer answer, Words words) {

  private static final String HONEST = "s3a://{bucket}/honest.txt";

  /** What an attacker is told. */
  enum Answer {
    /** What everybody may read: the keys mean nothing to anybody. */
    HONEST_LINES,
    /** That there is no route for this user, whatever is set. */
    NO_ROUTE,
    /** Any refusal, or what everybody may read: it depends on the way that the settings take. */
    NOTHING_GAINED,
    /** The whole message of {@link Refusal}. */
    REFUSAL,
    /** The same, and that the operator could allow it. */
    REFUSAL_WITH_SWITCH
  }

  /**
   * What a refusal says of a setting.
   *
   * @param key the key, as it was set
   * @param source where its value is from
   * @param hidden whether its value is kept back, as that of a secret
   * @param more how many other keys differ as well
   */
  record Words(String key, String source, boolean hidden, int more) {}

  Attack {
    settings = Map.copyOf(settings);
  }

  /** An attack with one key, on a bucket that the operator has a role for. */
  static Attack with(String key, String value, String gain) {
    return new Attack(
        gain,
        Map.of(key, value),
        HONEST,
        Answer.REFUSAL,
        new Words(key, "programmatically", false, 0));
  }

  /** The same, with another key that belongs to it. */
  Attack and(String key, String value) {
    Map<String, String> both = new LinkedHashMap<>(settings);
    both.put(key, value);
    return new Attack(gain, both, reads, answer, words);
  }

  /** What is read instead of the honest file. */
  Attack reading(String location) {
    return new Attack(gain, settings, location, answer, words);
  }

  /** What is read is the file of a bucket that nobody declared. */
  Attack readingTheVault() {
    return reading("s3a://{vault}/secret.txt");
  }

  private Attack answered(Answer answer) {
    return new Attack(gain, settings, reads, answer, words);
  }

  private Attack said(Words other) {
    return new Attack(gain, settings, reads, answer, other);
  }

  /** The refusal names another key, whose value is from somewhere else. */
  Attack naming(String key, String source) {
    return said(new Words(key, source, words.hidden, words.more));
  }

  /** The refusal does not repeat the value. */
  Attack hidden() {
    return said(new Words(words.key, words.source, true, words.more));
  }

  /** Other keys differ as well. */
  Attack more(int keys) {
    return said(new Words(words.key, words.source, words.hidden, keys));
  }

  /** It would be allowed where the operator has opened the declaration. */
  Attack choosable() {
    return answered(Answer.REFUSAL_WITH_SWITCH);
  }

  /** Nothing comes of it, and nothing is said. */
  Attack withoutEffect() {
    return answered(Answer.HONEST_LINES);
  }

  /** There is no route for what is read. */
  Attack withoutRoute() {
    return answered(Answer.NO_ROUTE);
  }

  /** Whatever comes of it, it is no gain. */
  Attack gainingNothing() {
    return answered(Answer.NOTHING_GAINED);
  }

  @Override
  public String toString() {
    return String.join(" and ", settings.keySet().stream().sorted().toList()) + ": " + gain;
  }
}
