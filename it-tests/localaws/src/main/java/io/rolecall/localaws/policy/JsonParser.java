package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into maps, lists, strings, doubles, booleans and null.
 *
 * <p>Recursive descent; a policy's length is bounded by its caller, and so is its depth.
 */
public final class JsonParser {
  private final String text;
  private int position;

  private JsonParser(String text) {
    this.text = text;
  }

  /** Reads one value, and nothing after it. */
  public static @Nullable Object parse(String text) throws MalformedPolicyException {
    JsonParser parser = new JsonParser(text);
    Object value = parser.value();
    parser.skipSpace();
    if (parser.position != text.length()) {
      throw parser.unexpected();
    }
    return value;
  }

  private @Nullable Object value() throws MalformedPolicyException {
    skipSpace();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, @Nullable Object> object() throws MalformedPolicyException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    position++;
    while (!closes('}', members.isEmpty())) {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      if (members.containsKey(name)) {
        throw new MalformedPolicyException("Duplicate element " + name);
      }
      members.put(name, value());
    }
    return members;
  }

  private List<@Nullable Object> array() throws MalformedPolicyException {
    List<@Nullable Object> elements = new ArrayList<>();
    position++;
    while (!closes(']', elements.isEmpty())) {
      elements.add(value());
    }
    return elements;
  }

  /** Steps over the closing bracket, or over the comma that a further element needs. */
  private boolean closes(char bracket, boolean first) throws MalformedPolicyException {
    skipSpace();
    if (peek() == bracket) {
      position++;
      return true;
    }
    if (!first) {
      expect(',');
    }
    return false;
  }

  private String string() throws MalformedPolicyException {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      char c = next();
      value.append(c == '\\' ? escaped() : c);
    }
    position++;
    return value.toString();
  }

  private char escaped() throws MalformedPolicyException {
    char c = next();
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        position += 4;
        if (position > text.length()) {
          throw unexpected();
        }
        try {
          yield (char) Integer.parseInt(text.substring(position - 4, position), 16);
        } catch (NumberFormatException e) {
          throw unexpected();
        }
      }
      default -> c;
    };
  }

  private @Nullable Object literal() throws MalformedPolicyException {
    int start = position;
    while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String word = text.substring(start, position);
    if (word.equals("null")) {
      return null;
    }
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    try {
      return Double.valueOf(word);
    } catch (NumberFormatException e) {
      position = start;
      throw unexpected();
    }
  }

  private void expect(char c) throws MalformedPolicyException {
    if (peek() != c) {
      throw unexpected();
    }
    position++;
  }

  private char next() throws MalformedPolicyException {
    char c = peek();
    position++;
    return c;
  }

  private char peek() throws MalformedPolicyException {
    if (position >= text.length()) {
      throw unexpected();
    }
    return text.charAt(position);
  }

  private void skipSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private MalformedPolicyException unexpected() {
    return new MalformedPolicyException("Syntax errors in policy, at character " + position + ".");
  }
}
