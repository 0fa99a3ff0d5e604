package io.rolecall.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolecall.mappings.Mapping.Target;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.route.RoleTemplate;
import io.rolecall.route.S3Location;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one mapping. What does not hold what it should is noted with its place.
 *
 * @param number the mapping's place in the list, from 1
 * @param json the mapping, an object
 * @param notes where to note
 */
record MappingFields(int number, JsonNode json, ImportNotes notes) {

  /** The fields of a mapping; empty, and noted, if it is not an object. */
  static Optional<MappingFields> of(int number, JsonNode json, ImportNotes notes) {
    if (!json.isObject()) {
      notes.problem(number, "it is " + kind(json) + "; expected an object");
      return Optional.empty();
    }
    return Optional.of(new MappingFields(number, json, notes));
  }

  boolean has(String field) {
    return json.has(field);
  }

  boolean hasValue(String field) {
    return json.hasNonNull(field);
  }

  void problem(String text) {
    notes.problem(number, text);
  }

  void difference(String text) {
    notes.difference(number, text);
  }

  /** A text that must be there; empty, and noted, if it is not. */
  Optional<String> required(String field, String expected) {
    if (!has(field)) {
      problem("no '" + field + "'; expected " + expected);
      return Optional.empty();
    }
    return text(json.path(field), field, expected);
  }

  /** A text that may be missing or null; empty, and noted, if it is something else. */
  Optional<String> optional(String field, String expected) {
    return hasValue(field) ? text(json.path(field), field, expected) : Optional.empty();
  }

  /** True or false, which may be missing or null; empty, and noted, if it is something else. */
  Optional<Boolean> flag(String field) {
    JsonNode value = json.path(field);
    if (hasValue(field) && !value.isBoolean()) {
      wrong(value, field, "true or false");
      return Optional.empty();
    }
    return Optional.of(value.asBoolean());
  }

  /** Texts in an array, or one text alone. */
  Set<String> texts(String field, String expected, String expectedElement) {
    JsonNode value = json.path(field);
    Set<String> texts = new TreeSet<>();
    if (value.isTextual()) {
      text(value, field, expectedElement).ifPresent(texts::add);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        text(value.get(i), field + "[" + i + "]", expectedElement).ifPresent(texts::add);
      }
    } else if (has(field)) {
      wrong(value, field, expected);
    }
    if (texts.isEmpty() && !notes.hasProblem(number)) {
      problem("no '" + field + "'");
    }
    return texts;
  }

  /** A role's ARN, or a template of some; empty, and noted, if it is neither. */
  Optional<String> role(String text) {
    try {
      if (RoleTemplate.isTemplate(text)) {
        return Optional.of(new RoleTemplate(text).toString());
      }
      return Optional.of(RoleArn.parse(text).toString());
    } catch (InvalidRouteException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A prefix of keys as a location, which ends at a slash; empty, and noted, if it is none. */
  Optional<S3Location> location(String prefix) {
    try {
      S3Location location = S3Location.parse(prefix);
      if (!location.isBucket() && !prefix.endsWith("/")) {
        difference(
            "'"
                + prefix
                + "' also fitted keys that only begin alike; its route ends at a '/' ("
                + location
                + "/...)");
      }
      return Optional.of(location);
    } catch (InvalidRouteException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Who accesses: what the mapping says, unless it cannot be imported. */
  Target target(Optional<Target> read) {
    return notes.hasProblem(number) || read.isEmpty()
        ? Target.notImported(number, notes.reason(number))
        : read.get();
  }

  private Optional<String> text(JsonNode value, String place, String expected) {
    if (!value.isTextual()) {
      wrong(value, place, expected);
      return Optional.empty();
    }
    if (value.asText().isBlank()) {
      problem("'" + place + "' is blank; expected " + expected);
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  private void wrong(JsonNode value, String place, String expected) {
    problem(
        "'"
            + place
            + "' is "
            + kind(value)
            + "; expected "
            + expected
            + (isFunction(value)
                ? " (what CloudFormation computes is not known here: write the value)"
                : ""));
  }

  private static boolean isFunction(JsonNode value) {
    return value.has("Ref")
        || (value.isObject() && value.size() == 1 && value.fieldNames().next().startsWith("Fn::"));
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "a text";
      case ARRAY, OBJECT -> "an " + value.getNodeType().name().toLowerCase(Locale.ROOT);
      case NULL -> "null";
      default -> "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
