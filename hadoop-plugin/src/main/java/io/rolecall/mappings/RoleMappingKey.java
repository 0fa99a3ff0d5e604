package io.rolecall.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The key in which EMR's file systems have their role mappings on a cluster: {@code
 * ROLE=u:NAME;NAME} for users, {@code g} for groups and {@code p} for prefixes, one after the
 * other.
 */
final class RoleMappingKey {

  /** That of S3A, from EMR 7.10 on, and that of EMRFS, which S3A takes where its own is not set. */
  private static final List<String> NAMES =
      List.of("fs.s3a.authorization.roleMapping", "fs.s3.authorization.roleMapping");

  /** What the file may be, for messages. */
  static final String FILES =
      NAMES.get(0)
          + " or "
          + NAMES.get(1)
          + " in a file of Hadoop (XML), of properties, or of EMR's configurations (JSON)";

  private static final String SPARK = "spark.hadoop.";

  /** Where the next mapping begins, whatever parts it from the one before. */
  private static final Pattern NEXT = Pattern.compile("[\\s,;]*(?=arn:[a-z0-9-]*:iam::)");

  private static final Map<String, String> TYPES = Map.of("u", "User", "g", "Group", "p", "Prefix");

  private RoleMappingKey() {}

  /**
   * Finds the key.
   *
   * @param text a file
   * @return its value; empty if the file does not have it
   * @throws MappingException if the file is XML that cannot be read
   */
  static Optional<String> find(String text) throws MappingException {
    if (NAMES.stream().noneMatch(text::contains)) {
      return Optional.empty();
    }
    String start = text.strip();
    Map<String, String> found =
        start.startsWith("<")
            ? ofXml(start)
            : start.startsWith("[") || start.startsWith("{") ? ofJson(start) : ofProperties(text);
    return NAMES.stream()
        .map(name -> found.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static Map<String, String> ofProperties(String text) throws MappingException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new MappingException(List.of("is not a properties file: " + e.getMessage()));
    }
    Map<String, String> found = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      put(found, name, properties.getProperty(name));
    }
    return found;
  }

  private static void put(Map<String, String> found, String name, String value) {
    found.put(name.startsWith(SPARK) ? name.substring(SPARK.length()) : name, value);
  }

  /** EMR's list of classifications, which may have others in them. */
  private static Map<String, String> ofJson(String text) throws MappingException {
    Map<String, String> found = new HashMap<>();
    List<JsonNode> open = new ArrayList<>(List.of(MappingDocument.read(text)));
    while (!open.isEmpty()) {
      JsonNode node = open.remove(open.size() - 1);
      node.fields()
          .forEachRemaining(
              field -> {
                if (field.getValue().isTextual()) {
                  put(found, field.getKey(), field.getValue().asText());
                }
              });
      node.forEach(open::add);
    }
    return found;
  }

  private static Map<String, String> ofXml(String text) throws MappingException {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    Map<String, String> found = new HashMap<>();
    String name = "";
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT) {
          if (xml.getLocalName().equals("name")) {
            name = xml.getElementText().strip();
          } else if (xml.getLocalName().equals("value")) {
            put(found, name, xml.getElementText());
          }
        }
      }
    } catch (XMLStreamException e) {
      throw new MappingException(
          List.of(
              "is no XML that can be read"
                  + (e.getLocation() == null
                      ? ""
                      : " (line "
                          + e.getLocation().getLineNumber()
                          + ", column "
                          + e.getLocation().getColumnNumber()
                          + ")")));
    }
    return found;
  }

  /** The mappings of a value, as a security configuration has them. */
  static List<JsonNode> mappings(String value) {
    List<JsonNode> mappings = new ArrayList<>();
    for (String mapping : NEXT.split(value)) {
      String text = mapping.replaceFirst("[\\s,;]+$", "");
      if (!text.isEmpty()) {
        mappings.add(mapping(text));
      }
    }
    return mappings;
  }

  private static JsonNode mapping(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':', equals + 1);
    ObjectNode mapping = JsonNodeFactory.instance.objectNode();
    if (equals < 0 || colon < 0) {
      return mapping.put("Role", text).put("IdentifierType", "");
    }
    String type = text.substring(equals + 1, colon).strip();
    String known = TYPES.getOrDefault(type.toLowerCase(Locale.ROOT), type);
    mapping.put("Role", text.substring(0, equals).strip()).put("IdentifierType", known);
    ArrayNode identifiers = mapping.putArray("Identifiers");
    for (String target : text.substring(colon + 1).split(";")) {
      identifiers.add(known.equals("Prefix") ? prefix(target.strip()) : target.strip());
    }
    return mapping;
  }

  /** EMRFS takes one without its scheme, too, and a star at its end for what it is without it. */
  private static String prefix(String target) {
    String bare = target.replaceFirst("\\*+$", "");
    return bare.contains("://") ? bare : "s3://" + bare;
  }
}
