package io.rolecall.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolecall.mappings.Mapping.Target;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Trino's S3 security mapping.
 *
 * @see <a
 *     href="https://trino.io/docs/current/object-storage/file-system-s3.html#security-mapping">Security
 *     mapping</a>
 */
public final class TrinoMappings {

  private static final String USER = "${USER}";

  private static final Set<String> CARRIED =
      Set.of("user", "group", "prefix", "iamRole", "roleSessionName", "useClusterDefault");

  private final ImportNotes notes = new ImportNotes();
  private final List<Mapping> mappings = new ArrayList<>();

  private TrinoMappings() {}

  /**
   * Turns security mappings into routes.
   *
   * @param json the document, or its array of mappings
   * @return the routes; what no mapping fits is nobody's, as with Trino
   * @throws MappingException if there are no mappings, or none that can become a route
   */
  public static ImportedRoutes routes(String json) throws MappingException {
    TrinoMappings reader = new TrinoMappings();
    MappingDocument document = new MappingDocument("Trino", "/mappings");
    document.search(MappingDocument.read(json), "");
    int number = 0;
    for (JsonNode mapping : document.only("")) {
      number++;
      MappingFields.of(number, mapping, reader.notes).ifPresent(reader::read);
    }
    return reader.notes.routes(new FirstMatch(reader.mappings, Optional.empty()), number);
  }

  private void read(MappingFields fields) {
    for (Iterator<String> names = fields.json().fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (fields.hasValue(name) && !CARRIED.contains(name)) {
        notCarried(fields, name);
      }
    }
    sayNull(fields, "user", "every user");
    sayNull(fields, "group", "every group");
    sayNull(fields, "prefix", "every bucket");
    NamePattern users = names(fields, "user");
    NamePattern groups = names(fields, "group");
    if (!users.isEverybody() && !groups.isEverybody()) {
      fields.problem(
          "'user' and 'group' together fit members of the group alone; a route fits whoever is"
              + " either. Name the users");
    }
    if (fields.hasValue("group") && groups.isEverybody()) {
      fields.difference(
          "'group' is the pattern '"
              + groups.text()
              + "', which fitted users who are in any group; its route is "
              + (users.isEverybody() ? "for everybody, also for" : "also for these")
              + " users without a group");
    }
    Optional<S3Location> location =
        fields.optional("prefix", "a prefix of S3").flatMap(fields::location);
    if (fields.hasValue("prefix") && location.isEmpty()) {
      // A place that is not of S3: it decided nothing that routes decide.
      return;
    }
    Target target = fields.target(target(fields));
    mappings.add(new Mapping(fields.number(), location, users.names(), groups.names(), target));
  }

  private static void sayNull(MappingFields fields, String field, String everything) {
    if (fields.has(field) && !fields.hasValue(field)) {
      fields.difference(
          "'"
              + field
              + "' is null, which counts as if it were not there: its route is for "
              + everything);
    }
  }

  private static NamePattern names(MappingFields fields, String field) {
    NamePattern pattern =
        fields.optional(field, "a pattern").map(NamePattern::of).orElse(NamePattern.EVERYBODY);
    if (!pattern.isListed()) {
      fields.problem(
          "'" + field + "' is the pattern '" + pattern.text() + "': a route names each " + field);
    }
    return pattern;
  }

  private static void notCarried(MappingFields fields, String name) {
    switch (name) {
      case "accessKey" ->
          fields.problem(
              "'accessKey': a mapping to static keys. Make it a named identity of the routes, and"
                  + " remove it here");
      case "secretKey" -> {
        // Said of the access key, and never shown.
      }
      case "allowedIamRoles" ->
          fields.difference(
              "'allowedIamRoles' is not carried over: a query could choose among them, a route has"
                  + " one role");
      case "endpoint", "region", "pathStyleAccess", "crossRegionAccessEnabled" ->
          fields.difference("'" + name + "' is not carried over: set S3A's key of the bucket");
      case "kmsKeyId", "allowedKmsKeyIds", "sseCustomerKey", "allowedSseCustomerKeys" ->
          fields.difference(
              "'"
                  + name
                  + "' is not carried over: set fs.s3a.bucket.BUCKET.encryption.algorithm and"
                  + " .encryption.key");
      default -> fields.difference("'" + name + "' is not known, and not carried over");
    }
  }

  private static Optional<Target> target(MappingFields fields) {
    Optional<Boolean> cluster = fields.flag("useClusterDefault");
    if (cluster.isEmpty()) {
      return Optional.empty();
    }
    if (cluster.get() && fields.hasValue("iamRole")) {
      fields.problem(
          "'useClusterDefault' beside 'iamRole'; a route has one identity. Keep one of them");
    }
    if (cluster.get()) {
      return Optional.of(Target.CLUSTER);
    }
    if (!fields.has("iamRole")) {
      fields.problem("no 'iamRole': a route has one role");
      return Optional.empty();
    }
    Optional<String> sessionName =
        fields.optional("roleSessionName", "a text").map(name -> name.replace(USER, "{user}"));
    Optional<String> written = fields.required("iamRole", "a role ARN");
    if (written.isPresent() && written.get().contains(USER)) {
      fields.difference(
          "'iamRole' has "
              + USER
              + ": its route's 'allowed' fits every user's role. Narrow it to the users who have"
              + " one. Where users are not known by Kerberos, see"
              + " fs.s3a.rolecall.submitters.trusted");
    }
    return written
        .map(role -> role.replace(USER, "{user}"))
        .flatMap(fields::role)
        .map(role -> new Target(Optional.of(role), sessionName));
  }
}
