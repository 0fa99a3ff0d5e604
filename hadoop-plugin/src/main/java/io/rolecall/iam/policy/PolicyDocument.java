package io.rolecall.iam.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * A policy.
 *
 * @param version of the policy language: the one that knows variables
 * @param statements at least one
 */
@JsonPropertyOrder({"Version", "Statement"})
public record PolicyDocument(
    @JsonProperty("Version") String version,
    @JsonProperty("Statement") List<PolicyStatement> statements) {

  public static PolicyDocument of(List<PolicyStatement> statements) {
    return new PolicyDocument("2012-10-17", List.copyOf(statements));
  }
}
