package io.rolecall.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolecall.mappings.Mapping.Target;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The role mappings of EMRFS, as they stand in a security configuration of EMR.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-emrfs-iam-roles.html">IAM
 *     roles for EMRFS</a>
 */
public final class EmrfsMappings {

  private static final String CONFIGURATION = "/SecurityConfiguration";
  private static final String PROPERTY = "/Properties/SecurityConfiguration";

  private final ImportNotes notes = new ImportNotes();
  private final List<Mapping> mappings = new ArrayList<>();

  private EmrfsMappings() {}

  /**
   * Turns role mappings into routes.
   *
   * @param text a security configuration, its array of role mappings, what {@code aws emr
   *     describe-security-configuration} prints, or a template of CloudFormation; or settings of a
   *     cluster that have EMR's own key for them
   * @return the routes; what no mapping fits is the base identity's, as with EMRFS
   * @throws MappingException if there are no mappings, or none that can become a route
   */
  public static ImportedRoutes routes(String text) throws MappingException {
    EmrfsMappings reader = new EmrfsMappings();
    int number = 0;
    for (JsonNode mapping : mappings(text)) {
      number++;
      MappingFields.of(number, mapping, reader.notes).ifPresent(reader::read);
    }
    return reader.notes.routes(
        new FirstMatch(reader.mappings, Optional.of(Target.CLUSTER)), number);
  }

  private static List<JsonNode> mappings(String text) throws MappingException {
    String ofKey = RoleMappingKey.find(text).orElse("");
    return ofKey.isEmpty() || ofKey.startsWith("[") || ofKey.startsWith("{")
        ? find(MappingDocument.read(ofKey.isEmpty() ? text : ofKey))
        : RoleMappingKey.mappings(ofKey);
  }

  private static List<JsonNode> find(JsonNode root) throws MappingException {
    MappingDocument document =
        new MappingDocument(
            "EMRFS",
            "/RoleMappings",
            "/EmrFsConfiguration/RoleMappings",
            "/AuthorizationConfiguration/EmrFsConfiguration/RoleMappings");
    document.search(root, "");
    document.search(root.at(CONFIGURATION), CONFIGURATION);
    document.search(root.at(PROPERTY), PROPERTY);
    Iterator<Map.Entry<String, JsonNode>> resources = root.path("Resources").fields();
    while (resources.hasNext()) {
      Map.Entry<String, JsonNode> resource = resources.next();
      if (resource.getValue().path("Type").asText().equals("AWS::EMR::SecurityConfiguration")) {
        document.search(
            resource.getValue().at(PROPERTY), "/Resources/" + resource.getKey() + PROPERTY);
      }
    }
    return document.only(
        " of a security configuration, which may be in what aws emr describe-security-configuration"
            + " prints or in a CloudFormation template in JSON; or "
            + RoleMappingKey.FILES);
  }

  private void read(MappingFields fields) {
    Optional<Target> target =
        fields
            .required("Role", "a role ARN")
            .flatMap(fields::role)
            .map(role -> new Target(Optional.of(role), Optional.empty()));
    String type = fields.required("IdentifierType", "User, Group or Prefix").orElse("");
    Set<String> identifiers =
        fields.texts("Identifiers", "an array of names or prefixes", "a name or prefix");
    switch (type) {
      case "User" -> addPeople(fields, identifiers, Set.of(), target);
      case "Group" -> addPeople(fields, Set.of(), identifiers, target);
      case "Prefix" -> identifiers.forEach(prefix -> addPrefix(fields, prefix, target));
      case "" -> {
        // Noted when it was read.
      }
      default -> fields.problem("IdentifierType '" + type + "': expected User, Group or Prefix");
    }
  }

  private void addPeople(
      MappingFields fields, Set<String> users, Set<String> groups, Optional<Target> target) {
    // Nobody in particular would mean everybody.
    if (!users.isEmpty() || !groups.isEmpty()) {
      mappings.add(
          new Mapping(fields.number(), Optional.empty(), users, groups, fields.target(target)));
    }
  }

  private void addPrefix(MappingFields fields, String prefix, Optional<Target> target) {
    // Decided before the prefix is read: one that is not of S3 spoils no other.
    Target who = fields.target(target);
    Optional<S3Location> location = fields.location(prefix);
    if (location.isPresent()) {
      if (location.get().isBucket() && !prefix.endsWith("/")) {
        fields.difference(
            "'" + prefix + "' also fitted buckets that only begin alike; its route does not");
      }
      mappings.add(new Mapping(fields.number(), location, Set.of(), Set.of(), who));
    }
  }
}
