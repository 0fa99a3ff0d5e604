package io.rolecall.iam;

import io.rolecall.iam.policy.Json;
import io.rolecall.iam.policy.PolicyDocument;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The session policy of a scope: what {@code rolecall iam} would allow a role for these locations
 * alone, in as few characters as it can be said.
 */
public final class ScopePolicy {

  private ScopePolicy() {}

  /**
   * The policy.
   *
   * @param partition such as {@code aws}
   * @param locations what is done where
   * @param below locations below those that others have, or nobody: they are denied
   * @return compact JSON; the same for the same locations in any order
   */
  public static String of(
      String partition, Collection<ScopedLocation> locations, Collection<S3Location> below) {
    return Json.compact(
        PolicyDocument.of(inShort(Reached.permissions(partition, locations, below))));
  }

  /** The same statements, but that of those without a condition each resource is in one. */
  private static List<PolicyStatement> inShort(List<PolicyStatement> statements) {
    Map<String, TreeSet<String>> actions = new TreeMap<>();
    List<PolicyStatement> others = new ArrayList<>();
    for (PolicyStatement statement : statements) {
      if (statement.effect().equals("Allow") && statement.conditions().isEmpty()) {
        statement
            .resources()
            .forEach(
                resource ->
                    actions
                        .computeIfAbsent(resource, none -> new TreeSet<>())
                        .addAll(statement.actions()));
      } else {
        others.add(statement);
      }
    }
    Map<TreeSet<String>, List<String>> resources = new LinkedHashMap<>();
    actions.forEach(
        (resource, its) -> resources.computeIfAbsent(its, none -> new ArrayList<>()).add(resource));
    List<PolicyStatement> shorter = new ArrayList<>();
    resources.forEach((its, on) -> shorter.add(PolicyStatement.permission(its, on)));
    shorter.addAll(others);
    return shorter;
  }

  /**
   * Why no policy can be about a location.
   *
   * @param location a location of S3
   * @return what is wrong with it, and what to do; empty if nothing is
   */
  public static Optional<String> impossible(S3Location location) {
    return LocationPermissions.isTooFarFromLatin(location)
        ? Optional.of(
            "the prefix has characters above U+00FF, which IAM does not take in a policy. Route a"
                + " location around it")
        : Optional.empty();
  }
}
