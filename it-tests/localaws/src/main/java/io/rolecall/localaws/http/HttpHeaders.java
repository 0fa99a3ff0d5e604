package io.rolecall.localaws.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Header fields by name, whose case does not matter. Not thread-safe. */
public final class HttpHeaders {
  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Adds one more value. */
  public HttpHeaders add(String name, String value) {
    fields.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    return this;
  }

  /** Replaces every value of this name. */
  public HttpHeaders set(String name, String value) {
    fields.remove(name);
    return add(name, value);
  }

  public void remove(String name) {
    fields.remove(name);
  }

  public boolean contains(String name) {
    return fields.containsKey(name);
  }

  /** The first value, or null. */
  public @Nullable String first(String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.get(0);
  }

  /** The first value, or what to take without one. */
  public String first(String name, String fallback) {
    String value = first(name);
    return value == null ? fallback : value;
  }

  /** Every value in the order of arrival; empty without one. */
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** Whether a comma-separated field such as {@code Connection} lists this token. */
  public boolean lists(String name, String token) {
    return all(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(value -> value.trim().equalsIgnoreCase(token));
  }

  public Set<String> names() {
    return fields.keySet();
  }

  public void forEach(BiConsumer<String, String> action) {
    fields.forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return fields.keySet().toString();
  }
}
