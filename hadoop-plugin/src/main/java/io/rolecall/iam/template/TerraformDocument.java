package io.rolecall.iam.template;

import static java.util.Objects.requireNonNull;

import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.policy.BasePolicies;
import io.rolecall.iam.policy.BucketPolicy;
import io.rolecall.iam.policy.Json;
import io.rolecall.iam.policy.PolicyDocument;
import io.rolecall.iam.policy.PolicyNames;
import io.rolecall.iam.policy.PolicySize;
import io.rolecall.iam.policy.RolePolicies;
import io.rolecall.route.RoleArn;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an account's owner sets, as resources of Terraform's AWS provider, in its JSON syntax. Which
 * credentials and region the provider has is the owner's.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/language/syntax/json">the syntax</a>
 */
public final class TerraformDocument {

  private static final String BASE = "rolecall_base";

  private final Map<String, Map<String, Map<String, Object>>> resources = new LinkedHashMap<>();
  private final ResourceNames roles = names();
  private final ResourceNames buckets = names();

  private final CreationOrder order;
  private final Map<String, String> nameOfRole = new HashMap<>();

  private TerraformDocument(AccountPolicies owner) {
    order = new CreationOrder(owner.roles());
    owner
        .roles()
        .forEach(role -> nameOfRole.put(role.role(), roles.of(RoleArn.parse(role.role()).name())));
  }

  /**
   * The document.
   *
   * @param owner what is set
   * @return maps and texts; empty if there is nothing that Terraform would set
   */
  public static Optional<Map<String, Object>> of(AccountPolicies owner) {
    TerraformDocument document = new TerraformDocument(owner);
    owner.roles().forEach(document::add);
    if (owner.baseIdentity() != null) {
      document.add(owner.baseIdentity());
    }
    owner.buckets().forEach(document::add);
    if (document.resources.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("//", "rolecall iam wrote this for the account " + owner.account());
    whole.put("resource", document.resources);
    return Optional.of(whole);
  }

  private void add(RolePolicies role) {
    RoleArn arn = RoleArn.parse(role.role());
    String name = requireNonNull(nameOfRole.get(role.role()));
    Map<String, Object> itself = resource("aws_iam_role", name);
    itself.put("name", literal(arn.name()));
    itself.put("path", literal(arn.path()));
    itself.put("max_session_duration", role.maxSessionDurationSeconds());
    itself.put("assume_role_policy", json(role.trustPolicy()));
    after(itself, order.before(role.role()));
    if (role.permissions() != null) {
      Map<String, Object> policy = resource("aws_iam_role_policy", name);
      policy.put("name", PolicyNames.OF_ROLE);
      policy.put("role", "${aws_iam_role." + name + ".name}");
      policy.put("policy", json(role.permissions()));
    }
  }

  private void add(BasePolicies base) {
    if (base.permissions() == null) {
      return;
    }
    String permissions = json(base.permissions());
    if (PolicySize.needsManagedPolicy(base)) {
      Map<String, Object> policy = resource("aws_iam_policy", BASE);
      policy.put("name", PolicyNames.OF_BASE);
      policy.put("policy", permissions);
      Map<String, Object> attachment = resource("aws_iam_user_policy_attachment", BASE);
      attachment.put("user", literal(base.name()));
      attachment.put("policy_arn", "${aws_iam_policy." + BASE + ".arn}");
      return;
    }
    String kind = base.ofRole() ? "role" : "user";
    Map<String, Object> policy = resource("aws_iam_" + kind + "_policy", BASE);
    policy.put("name", PolicyNames.OF_BASE);
    policy.put(kind, literal(base.name()));
    policy.put("policy", permissions);
    after(policy, order.has(base.principal()) ? List.of(base.principal()) : List.of());
  }

  /** It is made after these roles, which it names by their ARNs. */
  private void after(Map<String, Object> resource, List<String> before) {
    if (!before.isEmpty()) {
      resource.put(
          "depends_on",
          before.stream().map(role -> "aws_iam_role." + nameOfRole.get(role)).toList());
    }
  }

  private void add(BucketPolicy bucket) {
    Map<String, Object> policy = resource("aws_s3_bucket_policy", buckets.of(bucket.bucket()));
    policy.put("bucket", bucket.bucket());
    policy.put("policy", json(bucket.policy()));
  }

  private Map<String, Object> resource(String type, String name) {
    return resources
        .computeIfAbsent(type, t -> new LinkedHashMap<>())
        .computeIfAbsent(name, n -> new LinkedHashMap<>());
  }

  private static String json(PolicyDocument policy) {
    return literal(Json.compact(policy));
  }

  /** Terraform takes each text as a template; IAM's variables are none of its. */
  private static String literal(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }

  private static ResourceNames names() {
    return new ResourceNames(
        name -> {
          String spelled = name.replaceAll("[^A-Za-z0-9_-]", "_");
          return Character.isLetter(spelled.charAt(0)) ? spelled : "_" + spelled;
        });
  }
}
