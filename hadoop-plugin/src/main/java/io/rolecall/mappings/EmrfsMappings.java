package io.rolecall.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolecall.mappings.Mapping.Target;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.List;
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

  private final MappingDocument document = new MappingDocument();
  private final List<Mapping> mappings = new ArrayList<>();

  private EmrfsMappings() {}

  /**
   * Turns role mappings into routes.
   *
   * @param json a security configuration, or its array of role mappings
   * @return the routes; what no mapping fits is the base identity's, as with EMRFS
   * @throws MappingException if a mapping cannot become a route
   */
  public static ImportedRoutes routes(String json) throws MappingException {
    EmrfsMappings reader = new EmrfsMappings();
    int number = 0;
    for (JsonNode mapping :
        MappingDocument.read(
            json,
            "EMRFS",
            "/RoleMappings",
            "/EmrFsConfiguration/RoleMappings",
            "/AuthorizationConfiguration/EmrFsConfiguration/RoleMappings")) {
      number++;
      reader.read(number, mapping);
    }
    return reader.document.routes(new FirstMatch(reader.mappings, Optional.of(Target.CLUSTER)));
  }

  private void read(int number, JsonNode mapping) {
    Target target = new Target(document.role(number, mapping.path("Role")), Optional.empty());
    Set<String> identifiers = MappingDocument.texts(mapping.path("Identifiers"));
    if (identifiers.isEmpty()) {
      document.problem(number, "no 'Identifiers'");
    }
    String type = mapping.path("IdentifierType").asText();
    switch (type) {
      case "User" -> add(number, Optional.empty(), identifiers, Set.of(), target);
      case "Group" -> add(number, Optional.empty(), Set.of(), identifiers, target);
      case "Prefix" -> identifiers.forEach(prefix -> addPrefix(number, prefix, target));
      default ->
          document.problem(number, "IdentifierType '" + type + "': expected User, Group or Prefix");
    }
  }

  private void addPrefix(int number, String prefix, Target target) {
    Optional<S3Location> location = document.location(number, prefix);
    if (location.isPresent()) {
      if (location.get().isBucket() && !prefix.endsWith("/")) {
        document.difference(
            number,
            "'" + prefix + "' also fitted buckets that only begin alike; its route does not");
      }
      add(number, location, Set.of(), Set.of(), target);
    }
  }

  private void add(
      int number,
      Optional<S3Location> location,
      Set<String> users,
      Set<String> groups,
      Target target) {
    mappings.add(new Mapping(number, location, users, groups, target));
  }
}
