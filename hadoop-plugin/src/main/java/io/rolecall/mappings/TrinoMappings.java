package io.rolecall.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolecall.mappings.Mapping.Target;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Trino's S3 security mapping.
 *
 * @see <a
 *     href="https://trino.io/docs/current/object-storage/file-system-s3.html#security-mapping">Security
 *     mapping</a>
 */
public final class TrinoMappings {

  private static final Set<String> CARRIED =
      Set.of("user", "group", "prefix", "iamRole", "roleSessionName", "useClusterDefault");

  /** Names that a pattern lists one by one. In names, a dot is a dot more often than any letter. */
  private static final Pattern NAMES = Pattern.compile("\\(?[\\w@-]+(\\|[\\w@-]+)*\\)?");

  private final MappingDocument document = new MappingDocument();
  private final List<Mapping> mappings = new ArrayList<>();

  private TrinoMappings() {}

  /**
   * Turns security mappings into routes.
   *
   * @param json the document, or its array of mappings
   * @return the routes; what no mapping fits is nobody's, as with Trino
   * @throws MappingException if a mapping cannot become a route
   */
  public static ImportedRoutes routes(String json) throws MappingException {
    TrinoMappings reader = new TrinoMappings();
    int number = 0;
    for (JsonNode mapping : MappingDocument.read(json, "Trino", "/mappings")) {
      number++;
      reader.read(number, mapping);
    }
    return reader.document.routes(new FirstMatch(reader.mappings, Optional.empty()));
  }

  private void read(int number, JsonNode mapping) {
    for (Iterator<String> names = mapping.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!CARRIED.contains(name)) {
        notCarried(number, name);
      }
    }
    if (mapping.has("user") && mapping.has("group")) {
      document.problem(
          number,
          "'user' and 'group' together fit members of the group alone; a route fits whoever is"
              + " either. Name the users");
    }
    Set<String> users = names(number, mapping, "user");
    Set<String> groups = names(number, mapping, "group");
    Optional<S3Location> location =
        mapping.has("prefix")
            ? document.location(number, mapping.path("prefix").asText())
            : Optional.empty();
    target(number, mapping)
        .ifPresent(target -> mappings.add(new Mapping(number, location, users, groups, target)));
  }

  private void notCarried(int number, String name) {
    switch (name) {
      case "accessKey" ->
          document.problem(
              number,
              "'accessKey': a mapping to static keys. Make it a named identity of the routes, and"
                  + " remove it here");
      case "secretKey" -> {
        // Said of the access key, and never shown.
      }
      case "allowedIamRoles" ->
          document.difference(
              number,
              "'allowedIamRoles' is not carried over: a query could choose among them, a route has"
                  + " one role");
      case "endpoint", "region", "pathStyleAccess", "crossRegionAccessEnabled" ->
          document.difference(
              number, "'" + name + "' is not carried over: set S3A's key of the bucket");
      case "kmsKeyId", "allowedKmsKeyIds", "sseCustomerKey", "allowedSseCustomerKeys" ->
          document.difference(
              number,
              "'"
                  + name
                  + "' is not carried over: set fs.s3a.bucket.BUCKET.encryption.algorithm and"
                  + " .encryption.key");
      default -> document.difference(number, "'" + name + "' is not known, and not carried over");
    }
  }

  private Set<String> names(int number, JsonNode mapping, String field) {
    String pattern = mapping.path(field).asText("");
    if (!mapping.has(field) || pattern.equals(".*")) {
      return Set.of();
    }
    String names = pattern.replace("\\.", "").replace("\\-", "-");
    if (!NAMES.matcher(names).matches()) {
      document.problem(
          number, "'" + field + "' is the pattern '" + pattern + "': a route names each " + field);
      return Set.of();
    }
    Set<String> each = new TreeSet<>();
    for (String name : pattern.replaceAll("^\\(|\\)$", "").split("\\|")) {
      each.add(name.replace("\\", ""));
    }
    return each;
  }

  private Optional<Target> target(int number, JsonNode mapping) {
    if (mapping.path("useClusterDefault").asBoolean()) {
      return Optional.of(Target.CLUSTER);
    }
    if (!mapping.has("iamRole")) {
      document.problem(number, "no 'iamRole': a route has one role");
      return Optional.empty();
    }
    return document
        .role(number, mapping.path("iamRole"))
        .map(role -> new Target(Optional.of(role), sessionName(mapping)));
  }

  private static Optional<String> sessionName(JsonNode mapping) {
    return Optional.of(mapping.path("roleSessionName").asText(""))
        .filter(name -> !name.isEmpty())
        .map(name -> name.replace("${USER}", "{user}"));
  }
}
