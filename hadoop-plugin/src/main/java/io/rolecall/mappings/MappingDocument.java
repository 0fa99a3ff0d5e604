package io.rolecall.mappings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Another tool's JSON, and what was found in it that cannot be carried over. */
final class MappingDocument {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<String> problems = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

  /** The mappings, which stand at one of these places of the document or are all of it. */
  static List<JsonNode> read(String json, String tool, String... places) throws MappingException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MappingException(
          List.of(
              "not JSON: "
                  + e.getOriginalMessage()
                  + (e.getLocation() == null
                      ? ""
                      : " (line "
                          + e.getLocation().getLineNr()
                          + ", column "
                          + e.getLocation().getColumnNr()
                          + ")")));
    }
    JsonNode list = root;
    for (String place : places) {
      if (root.at(place).isArray()) {
        list = root.at(place);
      }
    }
    if (!list.isArray()) {
      throw new MappingException(
          List.of(
              "no mappings of " + tool + ": expected an array at " + String.join(" or ", places)));
    }
    List<JsonNode> mappings = new ArrayList<>();
    list.forEach(mappings::add);
    return mappings;
  }

  void problem(int number, String text) {
    problems.add("mapping " + number + ": " + text);
  }

  void difference(int number, String text) {
    differences.add("mapping " + number + ": " + text);
  }

  /** A role's ARN, or a problem. */
  Optional<String> role(int number, JsonNode value) {
    try {
      return Optional.of(RoleArn.parse(value.asText()).toString());
    } catch (InvalidRouteException e) {
      problem(number, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A prefix of keys as a location, which ends at a slash. */
  Optional<S3Location> location(int number, String prefix) {
    try {
      S3Location location = S3Location.parse(prefix);
      if (!location.isBucket() && !prefix.endsWith("/")) {
        difference(
            number,
            "'"
                + prefix
                + "' also fitted keys that only begin alike; its route ends at a '/' ("
                + location
                + "/...)");
      }
      return Optional.of(location);
    } catch (InvalidRouteException e) {
      problem(number, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  /** The routes, unless something cannot become one. */
  ImportedRoutes routes(FirstMatch list) throws MappingException {
    if (!problems.isEmpty()) {
      throw new MappingException(problems);
    }
    ImportedRoutes routes = list.routes();
    List<String> all = new ArrayList<>(differences);
    all.addAll(routes.differences());
    return new ImportedRoutes(routes.document(), all);
  }
}
