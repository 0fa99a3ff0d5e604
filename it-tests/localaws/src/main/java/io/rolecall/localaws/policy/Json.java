package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of a policy by their form: one that has another one is refused by its name. */
final class Json {
  private Json() {}

  static Map<?, ?> map(@Nullable Object json, String name) throws MalformedPolicyException {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new MalformedPolicyException(name + " must be an object.");
  }

  /** A string, or a list of them that has one at least. */
  static List<String> strings(@Nullable Object json, String name) throws MalformedPolicyException {
    List<String> strings = new ArrayList<>();
    for (Object element : elements(json)) {
      if (!(element instanceof String text)) {
        throw mustBeStrings(name);
      }
      strings.add(text);
    }
    return atLeastOne(strings, name);
  }

  /** Strings, of which Booleans and numbers may lack the quotation marks. */
  static List<String> scalars(@Nullable Object json, String name) throws MalformedPolicyException {
    List<String> scalars = new ArrayList<>();
    for (Object element : elements(json)) {
      if (element == null || element instanceof Map || element instanceof List) {
        throw mustBeStrings(name);
      }
      boolean isWhole = element instanceof Double number && number % 1 == 0;
      scalars.add(isWhole ? Long.toString(((Double) element).longValue()) : element.toString());
    }
    return atLeastOne(scalars, name);
  }

  private static List<String> atLeastOne(List<String> values, String name)
      throws MalformedPolicyException {
    if (values.isEmpty()) {
      throw new MalformedPolicyException(name + " must not be empty.");
    }
    return values;
  }

  private static MalformedPolicyException mustBeStrings(String name) {
    return new MalformedPolicyException(name + " must be a string or a list of strings.");
  }

  private static List<?> elements(@Nullable Object json) {
    return json instanceof List<?> list ? list : Collections.singletonList(json);
  }
}
