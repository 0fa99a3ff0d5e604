package io.rolecall.localaws.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of a request and their values. The case of a key does not matter. Immutable.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">AWS's
 *     global condition keys</a>
 */
public final class RequestContext {
  private static final RequestContext EMPTY = new RequestContext(Map.of());

  private final Map<String, List<String>> values;

  private RequestContext(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Without any key. */
  public static RequestContext empty() {
    return EMPTY;
  }

  /** With a key of one value; without it where the value is null. */
  public RequestContext with(String key, @Nullable String value) {
    return value == null ? this : with(key, List.of(value));
  }

  /** With a key of several values; without it where there are none. */
  public RequestContext with(String key, Collection<String> several) {
    return several.isEmpty()
        ? this
        : and(new RequestContext(Map.of(key.toLowerCase(Locale.ROOT), List.copyOf(several))));
  }

  /** With the other's keys, too; where both have one, with the other's. */
  public RequestContext and(RequestContext other) {
    Map<String, List<String>> all = new HashMap<>(values);
    all.putAll(other.values);
    return new RequestContext(Map.copyOf(all));
  }

  /** The values of a key: none where the request does not have it. */
  List<String> values(String key) {
    return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
  }

  /** All of them, by their names in lower case. */
  Map<String, List<String>> all() {
    return values;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
