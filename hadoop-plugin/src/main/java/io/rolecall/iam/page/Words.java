package io.rolecall.iam.page;

import io.rolecall.route.SessionTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How facts are said. */
final class Words {

  private static final int MINUTES = 60;

  private Words() {}

  /** Such as {@code 1 h 30 min}. */
  static String of(Duration duration) {
    List<String> parts = new ArrayList<>();
    add(parts, duration.toHours(), "h");
    add(parts, duration.toMinutes() % MINUTES, "min");
    add(parts, duration.toSeconds() % MINUTES, "s");
    return parts.isEmpty() ? "0 s" : String.join(" ", parts);
  }

  private static void add(List<String> parts, long number, String unit) {
    if (number > 0) {
      parts.add(number + " " + unit);
    }
  }

  /** Such as {@code 1 role} and {@code 2 roles}. */
  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** What stands behind the account in an ARN, such as {@code user/submitter}. */
  static String resource(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length < 6 ? arn : parts[5];
  }

  static String account(String account) {
    return account.isEmpty() ? "no account" : "account " + account;
  }

  /** What a session carries besides its role, in a few words. */
  static List<String> extras(SessionTerms terms) {
    List<String> extras = new ArrayList<>();
    if (!terms.tags().isEmpty()) {
      extras.add("tags");
    }
    if (terms.sourceIdentity().isPresent()) {
      extras.add("source identity");
    }
    return extras;
  }
}
