package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.policy.MalformedPolicyException;
import io.rolecall.localaws.policy.PolicyDocument;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checked parameters of AssumeRole.
 *
 * @param roleArn the role
 * @param sessionName the role session name
 * @param externalId the external id, or null
 * @param durationSeconds seconds, or null for AWS's default
 * @param tags the session tags
 * @param sourceIdentity the source identity, or null
 * @param policyText the session policy, or null
 */
public record RoleSessionRequest(
    String roleArn,
    String sessionName,
    @Nullable String externalId,
    @Nullable Integer durationSeconds,
    SessionTags tags,
    @Nullable String sourceIdentity,
    @Nullable String policyText) {

  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]*");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]*");
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final int MAX_POLICY_CHARACTERS = 2048;
  private static final int MAX_TAGS = 50;

  static RoleSessionRequest parse(StsCall call) throws AwsError {
    return parse(call, call.required("RoleSessionName"));
  }

  /** With a session name that is no parameter of the call. */
  static RoleSessionRequest parse(StsCall call, String name) throws AwsError {
    String roleArn = call.required("RoleArn");
    if (!ROLE_ARN.matcher(roleArn).matches()) {
      throw new AwsError(400, "ValidationError", roleArn + " is invalid");
    }
    check(name, "RoleSessionName", 2, 64, NAME);
    String externalId = call.parameter("ExternalId");
    if (externalId != null) {
      check(externalId, "ExternalId", 2, 1224, EXTERNAL_ID);
    }
    String sourceIdentity = call.parameter("SourceIdentity");
    if (sourceIdentity != null) {
      check(sourceIdentity, "SourceIdentity", 2, 64, NAME);
    }
    if (call.parameter("PolicyArns.member.1.arn") != null) {
      // ignoring them would let a session do what AWS would not
      throw new AwsError(501, "NotImplemented", "PolicyArns are not implemented");
    }
    String policy = call.parameter("Policy");
    if (policy != null && policy.length() > MAX_POLICY_CHARACTERS) {
      throw tooLong(policy, "Policy", MAX_POLICY_CHARACTERS);
    }
    return new RoleSessionRequest(
        roleArn, name, externalId, duration(call), tags(call), sourceIdentity, policy);
  }

  /** The same for another time, in seconds. */
  RoleSessionRequest lasting(int seconds) {
    return new RoleSessionRequest(
        roleArn, sessionName, externalId, seconds, tags, sourceIdentity, policyText);
  }

  @Nullable PolicyDocument policy() throws AwsError {
    try {
      return policyText == null ? null : PolicyDocument.parse(policyText);
    } catch (MalformedPolicyException e) {
      throw new AwsError(400, "MalformedPolicyDocument", String.valueOf(e.getMessage()));
    }
  }

  AccessLog.RoleRequest logged() {
    return new AccessLog.RoleRequest(
        roleArn, sessionName, externalId != null, durationSeconds, tags.values(), sourceIdentity);
  }

  private static @Nullable Integer duration(StsCall call) throws AwsError {
    String seconds = call.parameter("DurationSeconds");
    try {
      return seconds == null ? null : Integer.valueOf(seconds);
    } catch (NumberFormatException e) {
      throw new AwsError(400, "MalformedInput", "DurationSeconds is not an integer");
    }
  }

  private static SessionTags tags(StsCall call) throws AwsError {
    List<String> keys = call.members("Tags", ".Key");
    List<String> values = call.members("Tags", ".Value");
    if (keys.size() > MAX_TAGS || values.size() != keys.size()) {
      throw StsCall.invalid(
          keys.size() + " tags",
          "Tags",
          "Member must have length less than or equal to " + MAX_TAGS);
    }
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < keys.size(); i++) {
      String member = "tags." + (i + 1) + ".member.";
      check(keys.get(i), member + "key", 1, 128, null);
      check(values.get(i), member + "value", 0, 256, null);
      if (tags.put(keys.get(i), values.get(i)) != null) {
        throw new AwsError(
            400,
            "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    return new SessionTags(tags, Set.copyOf(call.members("TransitiveTagKeys", "")));
  }

  private static void check(String value, String name, int min, int max, @Nullable Pattern pattern)
      throws AwsError {
    if (value.length() > max) {
      throw tooLong(value, name, max);
    }
    if (value.length() < min) {
      throw StsCall.invalid(value, name, "Member must have length greater than or equal to " + min);
    }
    if (pattern != null && !pattern.matcher(value).matches()) {
      throw StsCall.invalid(
          value, name, "Member must satisfy regular expression pattern: " + pattern.pattern());
    }
  }

  private static AwsError tooLong(String value, String name, int max) {
    return StsCall.invalid(value, name, "Member must have length less than or equal to " + max);
  }
}
