package io.rolecall.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The documents as text. */
final class Json {

  private static final JsonMapper COMPACT = JsonMapper.builder().build();

  private Json() {}

  /** One line, without white space but in texts: what AWS counts. */
  static String compact(Object document) {
    try {
      return COMPACT.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
