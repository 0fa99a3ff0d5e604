package io.rolecall.localaws.iam;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tags of a session.
 *
 * @param values by key
 * @param transitive the keys that a chained session inherits
 */
public record SessionTags(Map<String, String> values, Set<String> transitive) {
  public SessionTags {
    values = Map.copyOf(values);
    transitive = Set.copyOf(transitive);
  }

  public static SessionTags none() {
    return new SessionTags(Map.of(), Set.of());
  }

  /** What of these tags goes on into a session that this session assumes. */
  public SessionTags inherited() {
    Map<String, String> kept = new LinkedHashMap<>(values);
    kept.keySet().retainAll(transitive);
    return new SessionTags(kept, transitive);
  }

  /** These beside the tags of a role, of which they replace those of the same key in any case. */
  Map<String, String> over(Map<String, String> ofRole) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(ofRole);
    all.putAll(values);
    return all;
  }

  public SessionTags and(SessionTags added) {
    Map<String, String> allValues = new LinkedHashMap<>(values);
    allValues.putAll(added.values);
    Set<String> allTransitive = new HashSet<>(transitive);
    allTransitive.addAll(added.transitive);
    return new SessionTags(allValues, allTransitive);
  }
}
