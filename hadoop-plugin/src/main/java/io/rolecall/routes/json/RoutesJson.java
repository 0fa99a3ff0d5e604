package io.rolecall.routes.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.rolecall.config.ConfigException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes' JSON as it is written: read strictly, with line and column in every error. */
public final class RoutesJson {

  private static final int VERSION = 1;
  private static final String SHAPE = "{\"version\": " + VERSION + ", \"routes\": [...]}";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new SimpleModule().addDeserializer(String.class, new Text()))
          .build();

  private RoutesJson() {}

  /** The document. */
  public record Document(
      @Nullable BigDecimal version,
      @Nullable Map<String, @Nullable Identity> identities,
      @Nullable List<Entry> routes) {

    static final Document EMPTY = new Document(BigDecimal.valueOf(VERSION), null, null);

    Map<String, @Nullable Identity> namedIdentities() {
      return identities == null ? Map.of() : identities;
    }

    List<Entry> entries() {
      return routes == null ? List.of() : routes;
    }
  }

  /** A base identity. Which fields it has depends on its kind. */
  public record Identity(
      @Nullable String kind,
      @Nullable String endpoint,
      @Nullable String profile,
      @Nullable String file,
      @Nullable String tokenFile,
      @Nullable String role,
      @Nullable String provider,
      @Nullable String assertionFile,
      @Nullable List<String> assertionCommand,
      @Nullable String assertionTimeout) {

    /** Its fields but the kind, as they are named; null for one that is not written. */
    Map<String, @Nullable Object> fields() {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("endpoint", endpoint);
      fields.put("profile", profile);
      fields.put("file", file);
      fields.put("tokenFile", tokenFile);
      fields.put("role", role);
      fields.put("provider", provider);
      fields.put("assertionFile", assertionFile);
      fields.put("assertionCommand", assertionCommand);
      fields.put("assertionTimeout", assertionTimeout);
      return fields;
    }

    /** The kind alone: the command's arguments may be secret. */
    @Override
    public String toString() {
      return "identity of kind " + kind;
    }
  }

  /** One route. What is left out comes from the configuration keys. */
  public record Entry(
      @Nullable String location,
      @Nullable String client,
      @Nullable String role,
      @Nullable List<Link> roles,
      @Nullable String allowed,
      @Nullable String identity,
      @Nullable String by,
      @Nullable List<String> users,
      @Nullable List<String> groups,
      @Nullable String externalId,
      @Nullable String duration,
      @Nullable String sessionName,
      @Nullable JsonNode policy,
      @Nullable String scope,
      @Nullable List<String> kmsKeys,
      @Nullable Map<String, String> tags,
      @Nullable String sourceIdentity,
      @Nullable String region,
      @Nullable String stsEndpoint) {

    /** The role that the route leads to; null if it names none. */
    @Nullable String lastRole() {
      if (roles == null || roles.isEmpty()) {
        return role;
      }
      Link last = roles.get(roles.size() - 1);
      return last == null ? null : last.role();
    }

    /** The fields that say how a role is assumed, as far as they are written. */
    public List<String> fieldsOfARole() {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("allowed", allowed);
      fields.put("by", by);
      fields.put("externalId", externalId);
      fields.put("duration", duration);
      fields.put("sessionName", sessionName);
      fields.put("policy", policy == null || policy.isNull() ? null : policy);
      fields.put("scope", scope);
      fields.put("kmsKeys", kmsKeys);
      fields.put("tags", tags);
      fields.put("sourceIdentity", sourceIdentity);
      fields.put("region", region);
      fields.put("stsEndpoint", stsEndpoint);
      fields.values().removeIf(Objects::isNull);
      return List.copyOf(fields.keySet());
    }
  }

  /** One role of a chain. */
  public record Link(@Nullable String role, @Nullable String externalId) {}

  /** A text, or a number in its place. Jackson would take true for a text as well. */
  private static final class Text extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1;

    Text() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return json.hasToken(JsonToken.VALUE_STRING) || json.currentToken().isNumeric()
          ? json.getText()
          : (String) context.handleUnexpectedToken(String.class, json);
    }
  }

  /**
   * Reads a document.
   *
   * @param text the JSON
   * @param origin the key or file it comes from, for messages
   * @return the document, as it is written
   * @throws ConfigException if it is not a routes document
   */
  static Document parse(String text, String origin) {
    Document document;
    try {
      document = MAPPER.readValue(text, Document.class);
      // Jackson's own messages repeat values, so none of them is a cause.
    } catch (UnrecognizedPropertyException e) {
      String known =
          e.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
      throw new ConfigException(
          at(origin, e.getLocation())
              + "unknown key '"
              + e.getPropertyName()
              + "'; known keys: "
              + known,
          null);
    } catch (MismatchedInputException e) {
      throw new ConfigException(
          at(origin, e.getLocation())
              + (e.getPath().isEmpty()
                  ? "expected one object: " + SHAPE
                  : "'" + path(e) + "' has a value of the wrong type: expected " + expected(e)),
          null);
    } catch (JsonProcessingException e) {
      throw new ConfigException(at(origin, e.getLocation()) + e.getOriginalMessage(), null);
    }
    if (document == null) {
      throw new ConfigException(origin + ": expected one object: " + SHAPE, null);
    }
    BigDecimal version = document.version;
    if (version == null || version.compareTo(BigDecimal.valueOf(VERSION)) != 0) {
      throw new ConfigException(
          origin
              + (version == null ? ": no 'version'" : ": version " + version + " is not known")
              + "; expected "
              + SHAPE,
          null);
    }
    return document;
  }

  /** Where in the document, as {@code routes[0].tags}. */
  private static String path(MismatchedInputException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String expected(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    if (type == String.class) {
      return "a text";
    }
    if (type != null && Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    return type != null && Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static String at(String origin, @Nullable JsonLocation location) {
    return location == null
        ? origin + ": "
        : origin + ", line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
  }
}
