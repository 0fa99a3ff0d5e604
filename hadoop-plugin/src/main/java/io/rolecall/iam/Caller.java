package io.rolecall.iam;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who assumes a role, and by which of STS's actions.
 *
 * @param type {@code AWS} or {@code Federated}
 * @param arn the user's, the role's or the identity provider's
 * @param action such as {@code sts:AssumeRole}
 * @param demands the condition keys that have to have one value
 */
record Caller(String type, String arn, String action, Map<String, String> demands) {

  static Caller principal(String arn) {
    return new Caller("AWS", arn, "sts:AssumeRole", Map.of());
  }

  /** The account that has to allow the caller to assume roles of other accounts. */
  String account() {
    return arn.split(":", -1)[4];
  }

  /** Whether it is an identity of AWS's, whose permissions count. */
  boolean isPrincipal() {
    return type.equals("AWS");
  }

  /** Its demands, and more, as a statement has them. */
  Map<String, Map<String, List<String>>> conditions(Map<String, String> more) {
    Map<String, List<String>> equal = new TreeMap<>();
    demands.forEach((key, value) -> equal.put(key, List.of(value)));
    more.forEach((key, value) -> equal.put(key, List.of(value)));
    return equal.isEmpty() ? Map.of() : Map.of("StringEquals", equal);
  }
}
