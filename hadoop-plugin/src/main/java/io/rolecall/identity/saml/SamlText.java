package io.rolecall.identity.saml;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Document;

/**
 * The SAML response in what a person copied from a browser or a command printed: as XML, or in
 * base64, which may be quoted, stand behind a byte order mark, be a field of a form as a browser
 * shows it, and have that form's escapes or those of HTML. None of these characters is base64's.
 */
final class SamlText {

  private static final Pattern FIELD =
      Pattern.compile("(?:^|&)[\"']?SAMLResponse[\"']?\\s*[=:\\s]\\s*");
  private static final Pattern OF_HTML = Pattern.compile("&#(?:x([0-9a-fA-F]{1,4})|(\\d{1,4}));");
  private static final Pattern PAGE =
      Pattern.compile("(?is)<(?:!doctype\\s+html|html|head|body|form|input)\\b.*");
  private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9+/=]");

  private final byte[] xml;

  /** What else may be wrong, if the XML cannot be read. */
  private final String hint;

  private SamlText(byte[] xml, String hint) {
    this.xml = xml;
    this.hint = hint;
  }

  /**
   * Finds the response's XML.
   *
   * @param text what was copied or printed
   * @throws SamlXml.UnusableException if it is neither XML nor base64 of it
   */
  static SamlText of(String text) throws SamlXml.UnusableException {
    String copied = copied(text);
    if (PAGE.matcher(copied).matches()) {
      throw new SamlXml.UnusableException(
          "it is a web page; what is wanted is the value of 'SAMLResponse' that its form sends");
    }
    return copied.startsWith("<")
        ? new SamlText(copied.getBytes(StandardCharsets.UTF_8), "")
        : new SamlText(decode(copied), spaces(copied));
  }

  Document document() throws SamlXml.UnusableException {
    try {
      return SamlXml.parse(xml);
    } catch (SamlXml.UnusableException e) {
      throw new SamlXml.UnusableException(e.getMessage() + hint);
    }
  }

  /** As STS takes it. */
  String base64() {
    return Base64.getEncoder().encodeToString(xml);
  }

  private static String copied(String text) {
    String value = unquoted(text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (value.startsWith("<")) {
      return value;
    }
    value =
        OF_HTML
            .matcher(value)
            .replaceAll(
                escape -> {
                  String hex = escape.group(1);
                  int character =
                      hex == null ? Integer.parseInt(escape.group(2)) : Integer.parseInt(hex, 16);
                  return Matcher.quoteReplacement(String.valueOf((char) character));
                });
    Matcher field = FIELD.matcher(value);
    if (field.find()) {
      value = unquoted(value.substring(field.end()).split("&", 2)[0]);
    }
    try {
      // A plus is base64's own here, not a form's space.
      return value.contains("%")
          ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)
          : value;
    } catch (IllegalArgumentException e) {
      // Not escapes after all: it is refused with its percent sign.
      return value;
    }
  }

  private static String unquoted(String text) {
    String value = text.trim();
    boolean quoted =
        value.length() > 1
            && value.charAt(0) == value.charAt(value.length() - 1)
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.indexOf(value.charAt(0), 1) == value.length() - 1;
    return quoted ? value.substring(1, value.length() - 1).trim() : value;
  }

  private static byte[] decode(String text) throws SamlXml.UnusableException {
    String base64 = text.replaceAll("\\s", "");
    if (base64.isEmpty()) {
      throw new SamlXml.UnusableException("it is empty");
    }
    Matcher strange = STRANGE.matcher(base64);
    if (strange.find()) {
      throw new SamlXml.UnusableException(
          "it is neither XML nor base64: its character "
              + (strange.start() + 1)
              + " is "
              + shown(base64.codePointAt(strange.start())));
    }
    byte[] xml;
    try {
      xml = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new SamlXml.UnusableException("its base64 is damaged or cut off" + spaces(text));
    }
    String head = new String(xml, 0, Math.min(xml.length, 64), StandardCharsets.ISO_8859_1);
    if (!head.replaceAll("^(?:\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)?[\\s\u0000]*", "")
        .startsWith("<")) {
      throw new SamlXml.UnusableException(
          "its base64 holds no XML; a response must be as browsers post it, not compressed as in an"
              + " address"
              + spaces(text));
    }
    return xml;
  }

  private static String spaces(String text) {
    return text.contains(" ")
        ? "; it has spaces, which may have been '+' before they were copied"
        : "";
  }

  private static String shown(int character) {
    return character > ' ' && character < 0x7F
        ? "'" + Character.toString(character) + "'"
        : String.format(Locale.ROOT, "U+%04X", character);
  }
}
