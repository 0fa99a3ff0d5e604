package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of an IAM role: {@code arn:partition:iam::account:role/path/name}.
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}, ...; empty on S3-compatible
 *     stores that leave it out
 * @param account the account (12 digits on AWS); empty on stores without accounts
 * @param path the role's path, {@code /} or {@code /a/b/}
 * @param name the role's name
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">IAM
 *     identifiers</a>
 */
public record RoleArn(String partition, String account, String path, String name) {

  private static final Pattern ARN =
      Pattern.compile(
          "arn:([a-z0-9-]*):iam::([\\w-]*):role(/(?:[!-~]{1,510}/)?)([\\w+=,.@-]{1,64})");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  /** Checks that nothing is null. */
  public RoleArn {
    requireNonNull(partition, "partition");
    requireNonNull(account, "account");
    requireNonNull(path, "path");
    requireNonNull(name, "name");
  }

  /**
   * Parses a role ARN.
   *
   * @param text the ARN
   * @return its parts
   * @throws InvalidRouteException if it is not the ARN of a role
   */
  public static RoleArn parse(String text) {
    Matcher arn = ARN.matcher(text);
    if (!arn.matches()) {
      throw new InvalidRouteException(
          "'" + text + "' is not a role ARN: expected arn:aws:iam::<account>:role/<name>");
    }
    String partition = arn.group(1);
    String account = arn.group(2);
    if (partition.startsWith("aws") && !ACCOUNT.matcher(account).matches()) {
      throw new InvalidRouteException(
          "'" + text + "' is not a role ARN: an AWS account has 12 digits, not '" + account + "'");
    }
    return new RoleArn(partition, account, arn.group(3), arn.group(4));
  }

  /**
   * Whether an assumed role, as STS names it in its answer, is a session of this role. STS leaves
   * the path out: {@code arn:aws:sts::account:assumed-role/name/session}.
   *
   * @param assumedRoleArn the {@code AssumedRoleUser.Arn} of STS's answer
   * @param sessionName the role session name that was asked for
   * @return true if account, role name and session name are the same
   */
  public boolean isAssumedBy(String assumedRoleArn, String sessionName) {
    return assumedRoleArn.equals(
        "arn:" + partition + ":sts::" + account + ":assumed-role/" + name + "/" + sessionName);
  }

  /** The ARN. */
  @Override
  public String toString() {
    return "arn:" + partition + ":iam::" + account + ":role" + path + name;
  }
}
