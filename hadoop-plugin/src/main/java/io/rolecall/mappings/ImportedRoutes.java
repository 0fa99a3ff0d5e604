package io.rolecall.mappings;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.route.NamedClient;
import io.rolecall.route.RoleTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Routes that were made from another tool's mappings.
 *
 * @param document what to write into the routes file
 * @param differences what the routes do otherwise than the mappings did, each a sentence
 * @param problems what was not imported and why, each a sentence that begins with the mapping's
 *     number; empty if everything was. Where such a mapping decided, a route has this reason in
 *     place of its role, and is refused by whoever reads it
 */
public record ImportedRoutes(Document document, List<String> differences, List<String> problems) {

  /** Takes copies. */
  public ImportedRoutes {
    differences = List.copyOf(differences);
    problems = List.copyOf(problems);
  }

  /**
   * A routes file.
   *
   * @param version the version of its format
   * @param routes its routes
   */
  public record Document(int version, List<Entry> routes) {

    Document(List<Entry> routes) {
      this(1, List.copyOf(routes));
    }
  }

  /**
   * A route as it is written.
   *
   * @param location the location; {@code s3a://*} for every bucket that no other route names; null
   *     for a client
   * @param client the name of a client of another service; null for a location
   * @param users whom it is for; null for no user in particular
   * @param groups whom it is for; null for no group in particular
   * @param role the role, or why its mapping was not imported; null for the base identity
   * @param allowed which roles may come of a role that depends on the user; null for others
   * @param identity {@code base}; null for a role
   * @param sessionName template of the session name; null for the default
   * @param externalId what the role's trust policy asks for; null for none
   * @param duration how long its sessions last; null for the default
   * @param tags templates of session tags; null for the default
   * @param region of STS; null for the default
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      @Nullable String location,
      @Nullable String client,
      @Nullable Set<String> users,
      @Nullable Set<String> groups,
      @Nullable String role,
      @Nullable String allowed,
      @Nullable String identity,
      @Nullable String sessionName,
      @Nullable String externalId,
      @Nullable String duration,
      @Nullable Map<String, String> tags,
      @Nullable String region) {

    /** What mappings of users and places have. */
    Entry(
        String location,
        @Nullable Set<String> users,
        @Nullable Set<String> groups,
        @Nullable String role,
        @Nullable String identity,
        @Nullable String sessionName) {
      this(
          location,
          null,
          users,
          groups,
          role,
          role != null && RoleTemplate.isTemplate(role) ? new RoleTemplate(role).widest() : null,
          identity,
          sessionName,
          null,
          null,
          null,
          null);
    }

    /** Its place and its identity; no external id. */
    @Override
    public String toString() {
      return (client == null ? location : NamedClient.shown(client))
          + " -> "
          + (role == null ? identity : role);
    }
  }
}
