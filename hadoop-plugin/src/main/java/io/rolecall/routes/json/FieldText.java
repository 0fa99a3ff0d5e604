package io.rolecall.routes.json;

import io.rolecall.route.InvalidRouteException;

/** A text of the JSON: a field that is written says something. */
public final class FieldText {

  private FieldText() {}

  /**
   * Checks a text.
   *
   * @param field the field's name
   * @param text what is written
   * @return the text
   * @throws InvalidRouteException if it is blank
   */
  public static String check(String field, String text) {
    if (text.isBlank()) {
      throw new InvalidRouteException(
          "'" + field + "' is empty; give it a value, or leave the field out");
    }
    return text;
  }
}
