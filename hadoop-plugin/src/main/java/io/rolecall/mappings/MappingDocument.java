package io.rolecall.mappings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Another tool's JSON, in which the array of its mappings is looked for. */
final class MappingDocument {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String tool;
  private final List<String> places;
  private final Map<String, JsonNode> found = new LinkedHashMap<>();

  /**
   * A search.
   *
   * @param tool whose mappings they are, for messages
   * @param places where in an object the array may be, as JSON pointers
   */
  MappingDocument(String tool, String... places) {
    this.tool = tool;
    this.places = List.of(places);
  }

  /** Reads a file's text. */
  static JsonNode read(String json) throws MappingException {
    return read(json, "");
  }

  private static JsonNode read(String json, String what) throws MappingException {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MappingException(
          List.of(
              what
                  + "not JSON: "
                  + e.getOriginalMessage()
                  + (e.getLocation() == null
                      ? ""
                      : " (line "
                          + e.getLocation().getLineNr()
                          + ", column "
                          + e.getLocation().getColumnNr()
                          + ")")));
    }
  }

  /**
   * Looks for mappings.
   *
   * @param node an array of mappings, an object that has one, or a text that is the JSON of these
   * @param at where that is in the file, for messages; empty for all of it
   */
  void search(JsonNode node, String at) throws MappingException {
    JsonNode json =
        node.isTextual()
            ? read(node.asText(), "the text" + (at.isEmpty() ? "" : " at " + at) + " is ")
            : node;
    if (json.isArray()) {
      found.put(at, json);
    }
    for (String place : places) {
      if (json.at(place).isArray()) {
        found.put(at, json.at(place));
      }
    }
  }

  /**
   * The mappings that were found.
   *
   * @param hint what the file may be, for a message
   */
  List<JsonNode> only(String hint) throws MappingException {
    if (found.isEmpty()) {
      throw new MappingException(
          List.of(
              "no mappings of "
                  + tool
                  + ": expected an array at "
                  + String.join(" or ", places)
                  + hint));
    }
    if (found.size() > 1) {
      throw new MappingException(
          List.of(
              "mappings of "
                  + tool
                  + " at several places: "
                  + String.join(", ", found.keySet())
                  + ". Keep one of them in the file"));
    }
    List<JsonNode> mappings = new ArrayList<>();
    found.values().iterator().next().forEach(mappings::add);
    return mappings;
  }
}
