package io.rolecall.localaws.sigv4;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The decoded parameters of a query string, in their order. Immutable. */
public final class QueryParameters {
  private final List<Parameter> parameters;

  /** A decoded parameter; without {@code =} its value is empty. */
  private record Parameter(String name, String value) {
    String encoded() {
      return UriEncoding.encode(name) + '=' + UriEncoding.encode(value);
    }
  }

  private QueryParameters(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  /** Parses a raw query string; empty means none. */
  public static QueryParameters parse(String rawQuery) {
    List<Parameter> parameters = new ArrayList<>();
    for (String part : rawQuery.split("&")) {
      if (!part.isEmpty()) {
        int equal = part.indexOf('=');
        String name = equal < 0 ? part : part.substring(0, equal);
        String value = equal < 0 ? "" : part.substring(equal + 1);
        parameters.add(new Parameter(UriEncoding.decode(name), UriEncoding.decode(value)));
      }
    }
    return new QueryParameters(List.copyOf(parameters));
  }

  public boolean contains(String name) {
    return parameters.stream().anyMatch(parameter -> parameter.name.equals(name));
  }

  /** The first value of this name, or null. */
  public @Nullable String first(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name.equals(name)) {
        return parameter.value;
      }
    }
    return null;
  }

  /** The same parameters without those whose names match. */
  public QueryParameters without(Predicate<String> names) {
    return new QueryParameters(
        parameters.stream().filter(parameter -> !names.test(parameter.name)).toList());
  }

  /** Encoded again, in the same order. */
  public String encoded() {
    return parameters.stream().map(Parameter::encoded).collect(Collectors.joining("&"));
  }

  /** Encoded and sorted, as SigV4's canonical request has it. */
  String canonical() {
    return parameters.stream()
        .map(p -> new Parameter(UriEncoding.encode(p.name), UriEncoding.encode(p.value)))
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(p -> p.name + '=' + p.value)
        .collect(Collectors.joining("&"));
  }

  /** Names only: a presigned URL's values are secrets. */
  @Override
  public String toString() {
    return parameters.stream().map(Parameter::name).toList().toString();
  }
}
