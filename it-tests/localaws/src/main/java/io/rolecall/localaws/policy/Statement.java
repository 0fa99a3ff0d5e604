package io.rolecall.localaws.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy.
 *
 * @param allows whether its effect is Allow; otherwise Deny
 * @param actions of which the request's action matches one
 * @param resources of which the request's resource matches one
 * @param prefixes of which the listing's prefix matches one; null for a statement without condition
 */
record Statement(
    boolean allows,
    List<WildcardPattern> actions,
    List<WildcardPattern> resources,
    @Nullable List<WildcardPattern> prefixes) {

  static Statement allow(
      List<String> actions, List<String> resources, @Nullable List<String> prefixes) {
    return new Statement(
        true,
        actions.stream().map(WildcardPattern::ignoringCase).toList(),
        resources.stream().map(WildcardPattern::of).toList(),
        prefixes == null ? null : prefixes.stream().map(WildcardPattern::of).toList());
  }

  boolean matches(AccessRequest request) {
    return matchesOne(actions, request.action())
        && matchesOne(resources, request.resource())
        && (prefixes == null || matchesPrefix(prefixes, request.prefix()));
  }

  /** As in IAM, a condition on a key that the request does not have is not met. */
  private static boolean matchesPrefix(List<WildcardPattern> prefixes, @Nullable String prefix) {
    return prefix != null && matchesOne(prefixes, prefix);
  }

  private static boolean matchesOne(List<WildcardPattern> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(text));
  }
}
