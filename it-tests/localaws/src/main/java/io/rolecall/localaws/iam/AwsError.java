package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Decision;
import io.rolecall.localaws.policy.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error as AWS answers it. */
public final class AwsError extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, String> details = new LinkedHashMap<>();

  public AwsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /**
   * What IAM answers.
   *
   * @param caller the ARN of whoever asks
   */
  public static AwsError accessDenied(String caller, AccessRequest request, Verdict verdict) {
    String policy = verdict.by().words();
    String reason =
        verdict.decision() == Decision.DENIED
            ? " with an explicit deny in a" + article(policy) + ' ' + policy
            : " because no " + policy + " allows the " + request.action() + " action";
    return new AwsError(
        403,
        "AccessDenied",
        "User: "
            + caller
            + " is not authorized to perform: "
            + request.action()
            + " on resource: \""
            + request.resource()
            + '"'
            + reason);
  }

  /** Adds an element that S3 puts beside the message. */
  public AwsError with(String element, String value) {
    details.put(element, value);
    return this;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public Map<String, String> details() {
    return details;
  }

  private static String article(String policyType) {
    return policyType.startsWith("i") ? "n" : "";
  }
}
