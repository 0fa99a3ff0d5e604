package io.rolecall.iam.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML and SVG that a parser of XML reads alike. Whatever is written as text is escaped, and
 * there is no other way to write what routes say. Not thread-safe.
 */
final class Markup {

  private final StringBuilder written = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param name its name
   * @param attributes names and values by turns; the page's own, not others' texts
   */
  Markup open(String name, Object... attributes) {
    start(name, attributes);
    written.append('>');
    open.push(name);
    return this;
  }

  /** An element without content. */
  Markup empty(String name, Object... attributes) {
    start(name, attributes);
    written.append("/>");
    return this;
  }

  private void start(String name, Object... attributes) {
    written.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      written.append(' ').append(attributes[i]).append("=\"");
      escape(String.valueOf(attributes[i + 1]));
      written.append('"');
    }
  }

  /** Ends the innermost element. */
  Markup close() {
    written.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Ends the innermost element, and the line. */
  Markup closeLine() {
    return close().line();
  }

  /** Ends the line. */
  Markup line() {
    written.append('\n');
    return this;
  }

  /** The page's own words. */
  Markup text(String ours) {
    escape(ours);
    return this;
  }

  /** An element with the page's own words. */
  Markup text(String name, String ours, Object... attributes) {
    return open(name, attributes).text(ours).close();
  }

  /** A name that others chose, set apart, so that its direction is its own. */
  Markup name(String theirs) {
    return open("bdi", "dir", "ltr", "class", "name").text(Visible.of(theirs)).close();
  }

  /** The style sheet, which has no character to be escaped. */
  Markup style(String sheet) {
    if (sheet.indexOf('<') >= 0 || sheet.indexOf('&') >= 0) {
      throw new IllegalArgumentException(sheet);
    }
    open("style");
    written.append(sheet);
    return close();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> written.append("&amp;");
        case '<' -> written.append("&lt;");
        case '>' -> written.append("&gt;");
        case '"' -> written.append("&quot;");
        case '\'' -> written.append("&#39;");
        case '`' -> written.append("&#96;");
        default -> written.append(c);
      }
    }
  }

  /** All that was written. */
  String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return written.toString();
  }
}
