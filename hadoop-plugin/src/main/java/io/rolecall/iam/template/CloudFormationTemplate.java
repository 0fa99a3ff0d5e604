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
import io.rolecall.iam.policy.UnwritablePolicyException;
import io.rolecall.route.RoleArn;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an account's owner sets, as a template of CloudFormation. It takes texts as they are, but
 * for dynamic references: {@code Fn::Sub}, which would see variables in them, is not used.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">the
 *     template</a>
 */
public final class CloudFormationTemplate {

  /** CloudFormation puts a parameter's or a secret's value in its place. */
  private static final Pattern DYNAMIC = Pattern.compile("[^\"]*\\{\\{resolve:[^\"]*");

  private final Map<String, Object> resources = new LinkedHashMap<>();

  /** Logical ids are letters and digits. */
  private final ResourceNames ids = new ResourceNames(name -> name.replaceAll("[^A-Za-z0-9]", ""));

  private final CreationOrder order;
  private final Map<String, String> idOfRole = new HashMap<>();

  private CloudFormationTemplate(AccountPolicies owner) {
    order = new CreationOrder(owner.roles());
    owner
        .roles()
        .forEach(
            role -> idOfRole.put(role.role(), ids.of("Role" + RoleArn.parse(role.role()).name())));
  }

  /**
   * The template.
   *
   * @param owner what is set
   * @return maps, lists and texts; empty if there is nothing that CloudFormation would set
   * @throws UnwritablePolicyException if CloudFormation would take a text for another one
   */
  public static Optional<Map<String, Object>> of(AccountPolicies owner) {
    CloudFormationTemplate template = new CloudFormationTemplate(owner);
    owner.roles().forEach(template::add);
    if (owner.baseIdentity() != null) {
      template.add(owner.baseIdentity());
    }
    owner.buckets().forEach(template::add);
    if (template.resources.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("AWSTemplateFormatVersion", "2010-09-09");
    whole.put("Description", "rolecall iam wrote this for the account " + owner.account());
    whole.put("Resources", template.resources);
    Matcher dynamic = DYNAMIC.matcher(Json.compact(whole));
    if (dynamic.find()) {
      throw new UnwritablePolicyException(
          "'"
              + dynamic.group()
              + "': CloudFormation puts another text in the place of {{resolve:...}}, and so would"
              + " write another policy. Use --format json or terraform, or route a location without"
              + " it");
    }
    return Optional.of(whole);
  }

  private void add(RolePolicies role) {
    RoleArn arn = RoleArn.parse(role.role());
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("RoleName", arn.name());
    properties.put("Path", arn.path());
    properties.put("MaxSessionDuration", role.maxSessionDurationSeconds());
    properties.put("AssumeRolePolicyDocument", role.trustPolicy());
    if (role.permissions() != null) {
      properties.put("Policies", List.of(named(PolicyNames.OF_ROLE, role.permissions())));
    }
    resource(id(role.role()), "AWS::IAM::Role", order.before(role.role()), properties);
  }

  private void add(BasePolicies base) {
    PolicyDocument permissions = base.permissions();
    if (permissions == null) {
      return;
    }
    boolean managed = PolicySize.needsManagedPolicy(base);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(managed ? "ManagedPolicyName" : "PolicyName", PolicyNames.OF_BASE);
    properties.put("PolicyDocument", permissions);
    properties.put(base.ofRole() ? "Roles" : "Users", List.of(base.name()));
    resource(
        ids.of("BaseIdentity"),
        managed ? "AWS::IAM::ManagedPolicy" : "AWS::IAM::Policy",
        order.has(base.principal()) ? List.of(base.principal()) : List.of(),
        properties);
  }

  private void add(BucketPolicy bucket) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Bucket", bucket.bucket());
    properties.put("PolicyDocument", bucket.policy());
    resource(ids.of("Bucket" + bucket.bucket()), "AWS::S3::BucketPolicy", List.of(), properties);
  }

  private String id(String role) {
    return requireNonNull(idOfRole.get(role), role);
  }

  /** A resource, which is made after the roles that it names. */
  private void resource(
      String id, String type, List<String> after, Map<String, Object> properties) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("Type", type);
    if (!after.isEmpty()) {
      resource.put("DependsOn", after.stream().map(this::id).toList());
    }
    resource.put("Properties", properties);
    resources.put(id, resource);
  }

  private static Map<String, Object> named(String name, PolicyDocument policy) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("PolicyName", name);
    named.put("PolicyDocument", policy);
    return named;
  }
}
