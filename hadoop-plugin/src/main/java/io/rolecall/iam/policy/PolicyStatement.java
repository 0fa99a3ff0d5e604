package io.rolecall.iam.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A statement that allows or denies something.
 *
 * @param effect {@code Allow} or {@code Deny}
 * @param principal whom, by type; empty in a policy that belongs to one
 * @param actions what
 * @param resources on what; empty in a trust policy
 * @param conditions by operator and key
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM's
 *     policy elements</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"Effect", "Principal", "Action", "Resource", "Condition"})
public record PolicyStatement(
    @JsonProperty("Effect") String effect,
    @JsonProperty("Principal") Map<String, String> principal,
    @JsonProperty("Action") List<String> actions,
    @JsonProperty("Resource") List<String> resources,
    @JsonProperty("Condition") Map<String, Map<String, List<String>>> conditions) {

  /** Who may have a role. */
  public static PolicyStatement trust(
      Caller caller, String action, Map<String, Map<String, List<String>>> conditions) {
    return new PolicyStatement(
        "Allow", Map.of(caller.type(), caller.arn()), List.of(action), List.of(), conditions);
  }

  /** What a role may do. */
  public static PolicyStatement permission(
      Collection<String> actions, Collection<String> resources) {
    return permission(actions, resources, Map.of());
  }

  /** What a role may do, on conditions. */
  public static PolicyStatement permission(
      Collection<String> actions,
      Collection<String> resources,
      Map<String, Map<String, List<String>>> conditions) {
    return new PolicyStatement(
        "Allow", Map.of(), List.copyOf(actions), List.copyOf(resources), conditions);
  }

  /** What nobody may do. */
  public static PolicyStatement refusal(
      Collection<String> actions,
      Collection<String> resources,
      Map<String, Map<String, List<String>>> conditions) {
    return new PolicyStatement(
        "Deny", Map.of(), List.copyOf(actions), List.copyOf(resources), conditions);
  }

  /** The same in a policy of a resource, for one identity. */
  public PolicyStatement to(Caller identity) {
    return new PolicyStatement(
        effect, Map.of(identity.type(), identity.arn()), actions, resources, conditions);
  }

  /** A text's characters, without what they would mean in a resource or a pattern. */
  public static String literal(String text) {
    StringBuilder literal = new StringBuilder();
    for (char c : text.toCharArray()) {
      literal.append(c == '*' || c == '?' || c == '$' ? "${" + c + "}" : String.valueOf(c));
    }
    return literal.toString();
  }
}
