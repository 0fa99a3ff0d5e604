package io.rolecall.localaws.policy;

import static io.rolecall.localaws.policy.PolicyType.BOUNDARY;
import static io.rolecall.localaws.policy.PolicyType.IDENTITY;
import static io.rolecall.localaws.policy.PolicyType.RESOURCE;
import static io.rolecall.localaws.policy.PolicyType.SESSION;
import static io.rolecall.localaws.policy.Row.row;

import java.util.stream.Stream;

/** Which policy decides, in one account and in two, and for which principal. */
final class AccountRows {
  static final String GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
  private static final String EVALUATION = GUIDE + "reference_policies_evaluation-logic.html";
  private static final String ACROSS =
      GUIDE + "reference_policies_evaluation-logic-cross-account.html";
  private static final String POLICIES = GUIDE + "access_policies.html";
  private static final String PRINCIPAL = GUIDE + "reference_policies_elements_principal.html";
  private static final String ASSUME_ROLE =
      "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";

  private static final String READ =
      "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*'}";
  private static final String OTHER =
      "{'Effect':'Allow','Action':'s3:PutObject','Resource':'arn:aws:s3:::data/*'}";
  private static final String DENY =
      "{'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::data/*'}";
  private static final String ASSUME =
      "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}";

  private AccountRows() {}

  static Stream<Row> rows() {
    return Stream.of(oneAccount(), buckets(), twoAccounts(), roles()).flatMap(rows -> rows);
  }

  /** A bucket's statement that lets a principal read. */
  private static String toRead(String principal) {
    return "{'Effect':'Allow','Principal':"
        + principal
        + ",'Action':'s3:GetObject',"
        + "'Resource':'arn:aws:s3:::data/*'}";
  }

  private static String toAssume(String principal) {
    return "{'Effect':'Allow','Principal':" + principal + ",'Action':'sts:AssumeRole'}";
  }

  private static String aws(String name) {
    return "{'AWS':'" + name + "'}";
  }

  private static Stream<Row> oneAccount() {
    return Stream.of(
        row("nothing is allowed by itself")
            .says(
                "By default, all requests are implicitly denied with the exception of the AWS"
                    + " account root user, which has full access.",
                EVALUATION)
            .notAllowedBy(IDENTITY),
        row("an identity's policy allows")
            .says(
                "An explicit allow in an identity-based or resource-based policy overrides this"
                    + " default.",
                EVALUATION)
            .identity(READ)
            .allowedBy(IDENTITY),
        row("an explicit deny wins")
            .says("An explicit deny in any policy overrides any allows.", EVALUATION)
            .identity(READ, DENY)
            .deniedBy(IDENTITY),
        row("a session policy's deny wins over a bucket that names the session")
            .says("An explicit deny in any policy overrides any allows.", EVALUATION)
            .identity(READ)
            .session(DENY)
            .bucket(toRead(aws(Row.SESSION)))
            .deniedBy(SESSION),
        row("a boundary's deny wins")
            .says("An explicit deny in any policy overrides any allows.", EVALUATION)
            .identity(READ)
            .boundary(DENY)
            .deniedBy(BOUNDARY),
        row("a bucket's deny wins")
            .says("An explicit deny in any policy overrides any allows.", EVALUATION)
            .identity(READ)
            .bucket(toRead("'*'").replace("Allow", "Deny"))
            .deniedBy(RESOURCE),
        row("a session policy limits")
            .says(
                "The permissions for a session are the intersection of the identity-based policies"
                    + " for the IAM entity (user or role) used to create the session and the"
                    + " session policies.",
                POLICIES)
            .identity(READ)
            .session(OTHER)
            .notAllowedBy(SESSION),
        row("a session policy gives nothing")
            .says(
                "Session policies limit permissions for a created session, but do not grant"
                    + " permissions.",
                POLICIES)
            .identity(OTHER)
            .session(READ)
            .notAllowedBy(IDENTITY),
        row("both allow")
            .says(
                "The permissions for a session are the intersection of the identity-based policies"
                    + " for the IAM entity (user or role) used to create the session and the"
                    + " session policies.",
                POLICIES)
            .identity(READ)
            .session(READ)
            .allowedBy(IDENTITY),
        row("a boundary limits")
            .says(
                "When you set a permissions boundary for an entity, the entity can perform only the"
                    + " actions that are allowed by both its identity-based policies and its"
                    + " permissions boundaries.",
                EVALUATION)
            .identity(READ)
            .boundary(OTHER)
            .notAllowedBy(BOUNDARY),
        row("a boundary gives nothing")
            .says(
                "When you set a permissions boundary for an entity, the entity can perform only the"
                    + " actions that are allowed by both its identity-based policies and its"
                    + " permissions boundaries.",
                EVALUATION)
            .boundary(READ)
            .notAllowedBy(IDENTITY));
  }

  private static Stream<Row> buckets() {
    return Stream.of(
        row("a bucket that names the role is enough")
            .says(
                "For most resources, you only need an explicit allow for the principal in either an"
                    + " identity-based policy or a resource-based policy to grant access.",
                EVALUATION)
            .bucket(toRead(aws(Row.ROLE)))
            .allowedBy(RESOURCE),
        row("a bucket that names the role is limited by the session policy")
            .says(
                "Resource-based policies that grant permissions to an IAM role ARN are limited by"
                    + " an implicit deny in a permissions boundary or session policy.",
                EVALUATION)
            .session(OTHER)
            .bucket(toRead(aws(Row.ROLE)))
            .notAllowedBy(SESSION),
        row("a bucket that names the role is limited by the boundary")
            .says(
                "Resource-based policies that grant permissions to an IAM role ARN are limited by"
                    + " an implicit deny in a permissions boundary or session policy.",
                EVALUATION)
            .boundary(OTHER)
            .bucket(toRead(aws(Row.ROLE)))
            .notAllowedBy(BOUNDARY),
        row("a bucket that names the session is limited by none of them")
            .says(
                "Permissions granted directly to a session are not limited by an implicit deny in"
                    + " an identity-based policy, a permissions boundary, or session policy.",
                EVALUATION)
            .identity(OTHER)
            .boundary(OTHER)
            .session(OTHER)
            .bucket(toRead(aws(Row.SESSION)))
            .allowedBy(RESOURCE),
        row("a bucket that names another session")
            .says("Principals must always name a specific session.", PRINCIPAL)
            .bucket(toRead(aws(Row.SESSION + "2")))
            .notAllowedBy(IDENTITY),
        row("a bucket that names the user is not limited by the user's boundary")
            .says(
                "Within the same account, resource-based policies that grant permissions to an IAM"
                    + " user ARN (that is not a federated user session) are not limited by an"
                    + " implicit deny in an identity-based policy or permissions boundary.",
                EVALUATION)
            .by(Row.OF_USER)
            .boundary(OTHER)
            .bucket(toRead(aws(Row.USER)))
            .allowedBy(RESOURCE),
        row("everybody, with the role as a condition, is not limited by the session policy")
            .says(
                "Identity-based policy types, such as permissions boundaries or session policies,"
                    + " do not limit permissions granted using the aws:PrincipalArn condition key"
                    + " with a wildcard(*) in the Principal element, unless the identity-based"
                    + " policies contain an explicit deny.",
                PRINCIPAL)
            .session(OTHER)
            .bucket(
                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject',"
                    + "'Resource':'arn:aws:s3:::data/*',"
                    + "'Condition':{'ArnEquals':{'aws:PrincipalArn':'"
                    + Row.ROLE
                    + "'}}}")
            .allowedBy(RESOURCE),
        row("everybody of the own account needs no more")
            .says(
                "For IAM users and role principals within your account, no other permissions are"
                    + " required.",
                PRINCIPAL)
            .bucket(toRead(aws("*")))
            .allowedBy(RESOURCE),
        row("everybody, also without a signature")
            .says(
                "For resource-based policies, using a wildcard (*) with an Allow effect grants"
                    + " access to all users, including anonymous users (public access).",
                PRINCIPAL)
            .by(Requester.anonymous())
            .acrossAccounts()
            .identity(READ)
            .bucket(toRead("'*'"))
            .allowedBy(IDENTITY),
        row("a bucket that names the own account leaves it to the identities")
            .says("This delegates authority to the account.", PRINCIPAL)
            .bucket(toRead(aws("arn:aws:iam::222222222222:root")))
            .notAllowedBy(IDENTITY),
        row("an account's number is its root's ARN")
            .says("The account ARN and the shortened account ID behave the same way.", PRINCIPAL)
            .acrossAccounts()
            .identity(READ)
            .bucket(toRead(aws(Row.ACCOUNT)))
            .allowedBy(IDENTITY),
        row("no part of a name by wildcard")
            .says("You cannot use a wildcard to match part of a principal name or ARN.", PRINCIPAL)
            .bucket(toRead(aws("arn:aws:iam::222222222222:role/read*")))
            .refused(
                "Invalid principal in policy:"
                    + " \"AWS\":\"arn:aws:iam::222222222222:role/read*\"."),
        row("a service is nobody here")
            .ours("LocalAws has no services that call S3")
            .bucket(toRead("{'Service':'logging.s3.amazonaws.com'}"))
            .notAllowedBy(IDENTITY),
        row("canonical users are not known")
            .ours("LocalAws has no canonical user ids; refused rather than passed over")
            .bucket(toRead("{'CanonicalUser':'79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8'}"))
            .refused("Unsupported type of principal CanonicalUser."));
  }

  private static Stream<Row> twoAccounts() {
    return Stream.of(
        row("another account's bucket without a policy")
            .says(
                "Additionally, the resource-based policy in AccountB must allow the requester in"
                    + " AccountA to access the resource.",
                ACROSS)
            .acrossAccounts()
            .identity(READ)
            .notAllowedBy(RESOURCE),
        row("another account's bucket, and no permission of one's own")
            .says(
                "For cross-account requests, the requester in the trusted AccountA must have an"
                    + " identity-based policy.",
                ACROSS)
            .acrossAccounts()
            .bucket(toRead(aws(Row.ROLE)))
            .notAllowedBy(IDENTITY),
        row("both sides allow")
            .says(
                "AWS allows the request only if both account policy evaluations allow the request.",
                ACROSS)
            .acrossAccounts()
            .identity(READ)
            .bucket(toRead(aws(Row.ROLE)))
            .allowedBy(IDENTITY),
        row("the bucket's owner names the account")
            .says(
                "When you allow access to a different account, an administrator in that account"
                    + " must then grant access to an identity (IAM user or role) in that account.",
                PRINCIPAL)
            .acrossAccounts()
            .identity(READ)
            .bucket(toRead(aws("arn:aws:iam::222222222222:root")))
            .allowedBy(IDENTITY),
        row("a foreign bucket that names the session does not free it from its session policy")
            .says(
                "When AWS evaluates this account, it checks the identity-based policy and any"
                    + " policies that can limit an identity-based policy.",
                ACROSS)
            .acrossAccounts()
            .identity(READ)
            .session(OTHER)
            .bucket(toRead(aws(Row.SESSION)))
            .notAllowedBy(SESSION),
        row("a foreign bucket is closed by the boundary, too")
            .says(
                "When AWS evaluates this account, it checks the identity-based policy and any"
                    + " policies that can limit an identity-based policy.",
                ACROSS)
            .acrossAccounts()
            .identity(READ)
            .boundary(OTHER)
            .bucket(toRead(aws(Row.ROLE)))
            .notAllowedBy(BOUNDARY),
        row("a foreign bucket's deny wins")
            .says("An explicit deny in any policy overrides any allows.", EVALUATION)
            .acrossAccounts()
            .identity(READ)
            .bucket(toRead(aws(Row.ROLE)), toRead(aws(Row.ROLE)).replace("Allow", "Deny"))
            .deniedBy(RESOURCE));
  }

  private static Stream<Row> roles() {
    return Stream.of(
        row("a role of the own account that names the user")
            .says(
                "Users in the same account as the role do not need explicit permission to assume"
                    + " the role.",
                ASSUME_ROLE)
            .by(Row.OF_USER)
            .trust(toAssume(aws(Row.USER)))
            .allowedBy(RESOURCE),
        row("a role of the own account that names the caller's role")
            .says(
                "In this case, the trust policy acts as an IAM resource-based policy.", ASSUME_ROLE)
            .trust(toAssume(aws(Row.ROLE)))
            .allowedBy(RESOURCE),
        row("a role of the own account that trusts the account leaves it to the identities")
            .says("This delegates authority to the account.", PRINCIPAL)
            .by(Row.OF_USER)
            .trust(toAssume(aws("arn:aws:iam::222222222222:root")))
            .notAllowedBy(IDENTITY),
        row("a role of the own account that trusts the account, and the user may")
            .says(
                "Attach a policy to the user (identical to the previous user in a different"
                    + " account).",
                ASSUME_ROLE)
            .by(Row.OF_USER)
            .identity(ASSUME)
            .trust(toAssume(aws("arn:aws:iam::222222222222:root")))
            .allowedBy(IDENTITY),
        row("a permission without trust is nothing, in one account, too")
            .says(
                "IAM role trust policies and KMS key policies are exceptions to this logic, because"
                    + " they must explicitly allow access for principals.",
                EVALUATION)
            .by(Row.OF_USER)
            .identity(ASSUME)
            .trust(toAssume(aws("arn:aws:iam::222222222222:user/bob")))
            .notAllowedBy(RESOURCE),
        row("another account's role needs the caller's permission")
            .says(
                "The administrator must attach a policy that allows the user to call AssumeRole for"
                    + " the ARN of the role in the other account.",
                ASSUME_ROLE)
            .by(Row.OF_USER)
            .trust(toAssume(aws(Row.USER)))
            .acrossAccounts()
            .notAllowedBy(IDENTITY),
        row("another account's role, and both allow")
            .says(
                "The administrator must attach a policy that allows the user to call AssumeRole for"
                    + " the ARN of the role in the other account.",
                ASSUME_ROLE)
            .by(Row.OF_USER)
            .identity(ASSUME)
            .trust(toAssume(aws(Row.USER)))
            .acrossAccounts()
            .allowedBy(IDENTITY),
        row("another account's role that does not trust")
            .says(
                "To assume a role from a different account, your AWS account must be trusted by the"
                    + " role.",
                ASSUME_ROLE)
            .by(Row.OF_USER)
            .identity(ASSUME)
            .trust(toAssume(aws(Row.ROLE)))
            .acrossAccounts()
            .notAllowedBy(RESOURCE),
        row("a session policy without sts:AssumeRole ends a chain into another account")
            .says(
                "When AWS evaluates this account, it checks the identity-based policy and any"
                    + " policies that can limit an identity-based policy.",
                ACROSS)
            .identity(ASSUME)
            .session(READ)
            .trust(toAssume(aws(Row.ROLE)))
            .acrossAccounts()
            .notAllowedBy(SESSION),
        row("a trust policy denies")
            .says("An explicit deny in any policy overrides any allows.", EVALUATION)
            .by(Row.OF_USER)
            .identity(ASSUME)
            .trust(toAssume(aws(Row.USER)), toAssume(aws("*")).replace("Allow", "Deny"))
            .deniedBy(RESOURCE));
  }
}
