package io.rolecall.iam.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The documents as text. */
public final class Json {

  private static final JsonMapper COMPACT = JsonMapper.builder().build();

  private Json() {}

  /** One line, without white space but in texts: what AWS counts. */
  public static String compact(Object document) {
    try {
      return COMPACT.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
