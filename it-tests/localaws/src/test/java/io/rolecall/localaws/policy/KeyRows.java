package io.rolecall.localaws.policy;

import static io.rolecall.localaws.policy.AccountRows.GUIDE;
import static io.rolecall.localaws.policy.OperatorRows.statement;
import static io.rolecall.localaws.policy.PolicyType.IDENTITY;
import static io.rolecall.localaws.policy.PolicyType.RESOURCE;
import static io.rolecall.localaws.policy.Row.row;

import java.util.stream.Stream;

/** Which condition keys whose requests have. */
final class KeyRows {
  private static final String KEYS = GUIDE + "reference_policies_condition-keys.html";
  private static final String STS_KEYS = GUIDE + "reference_policies_iam-condition-keys.html";
  private static final String TAGS = GUIDE + "id_session-tags.html";
  private static final String EXTERNAL_ID = GUIDE + "id_roles_create_for-user_externalid.html";
  private static final String SOURCE_IDENTITY =
      GUIDE + "id_credentials_temp_control-access_monitor.html";
  private static final String S3_KEYS =
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";

  private KeyRows() {}

  static Stream<Row> rows() {
    return Stream.of(principals(), sessions(), requests(), federation(), listings())
        .flatMap(rows -> rows);
  }

  private static Row has(String name, String key, String value) {
    return row(name)
        .identity(statement("'StringEquals':{'" + key + "':'" + value + "'}"))
        .allowedBy(IDENTITY);
  }

  private static Row lacks(String name, String key) {
    return row(name).identity(statement("'Null':{'" + key + "':'true'}")).allowedBy(IDENTITY);
  }

  private static Stream<Row> principals() {
    return Stream.of(
        has("a session's ARN is its role's", "aws:PrincipalArn", Row.ROLE)
            .says(
                "For IAM roles, the request context returns the ARN of the role, not the ARN of the"
                    + " user that assumed the role.",
                KEYS),
        has("a user's ARN", "aws:PrincipalArn", Row.USER)
            .says("This key is included in the request context for all signed requests.", KEYS)
            .by(Row.OF_USER),
        lacks("without a signature, no ARN", "aws:PrincipalArn")
            .says("Anonymous requests do not include this key.", KEYS)
            .by(Requester.anonymous()),
        has("the account", "aws:PrincipalAccount", Row.ACCOUNT)
            .says("This key is included in the request context for all requests", KEYS),
        has("nobody's account", "aws:PrincipalAccount", "anonymous")
            .says("For anonymous requests, the request context returns anonymous.", KEYS)
            .by(Requester.anonymous()),
        has("a session is a role's", "aws:PrincipalType", "AssumedRole")
            .says("This key is included in the request context for all requests", KEYS),
        has("a user is a user", "aws:PrincipalType", "User")
            .says("This key is included in the request context for all requests", KEYS)
            .by(Row.OF_USER),
        has("a user's name", "aws:username", "ann")
            .says("This key is always included in the request context for IAM users.", KEYS)
            .by(Row.OF_USER),
        lacks("a session has no user's name", "aws:username")
            .says(
                "Anonymous requests and requests that are made using the AWS account root user or"
                    + " IAM roles do not include this key.",
                KEYS),
        has("a user's id", "aws:userid", "AIDAEXAMPLEANN000000")
            .says("This key is included in the request context for all requests", KEYS)
            .by(Row.OF_USER),
        has("nobody's id", "aws:userid", "anonymous")
            .ours("AWS's table of principal keys says so, whose text was not to be had")
            .by(Requester.anonymous()));
  }

  private static Stream<Row> sessions() {
    return Stream.of(
        has("a session's id", "aws:userid", "AROAEXAMPLEREADER000:job-1")
            .says("This key is included in the request context for all requests", KEYS),
        row("one session is denied by its name")
            .says("This key is included in the request context for all requests", KEYS)
            .identity(
                statement("'Null':{'aws:userid':'false'}"),
                statement("'StringLike':{'aws:userid':'*:job-1'}").replace("Allow", "Deny"))
            .deniedBy(IDENTITY),
        row("old sessions are denied by their time")
            .says(
                "This key is included in the request context only when the principal uses temporary"
                    + " credentials to make the request.",
                KEYS)
            .identity(
                statement("'Null':{'aws:userid':'false'}"),
                statement("'DateLessThan':{'aws:TokenIssueTime':'2026-03-01T12:00:01Z'}")
                    .replace("Allow", "Deny"))
            .deniedBy(IDENTITY),
        lacks("a user has no time of issue", "aws:TokenIssueTime")
            .says(
                "The key is not present in AWS CLI, AWS API, or AWS SDK requests that are made"
                    + " using access keys.",
                KEYS)
            .by(Row.OF_USER),
        has("a session's tag replaces its role's", "aws:PrincipalTag/Team", "red")
            .says(
                "New session tags override existing assumed role or federated user tags with the"
                    + " same tag key, regardless of case.",
                TAGS),
        has("a role's tag", "aws:PrincipalTag/Cost", "42")
            .says(
                "It is included for a principal using an IAM role with attached tags or session"
                    + " tags.",
                KEYS),
        has("a source identity stays", "aws:SourceIdentity", "alice")
            .says(
                "For subsequent actions taken during the role session, the aws:SourceIdentity key"
                    + " is present in the request.",
                SOURCE_IDENTITY));
  }

  private static Row trusts(String name, String condition) {
    return row(name)
        .by(Row.OF_USER)
        .trust(
            "{'Effect':'Allow','Principal':{'AWS':'"
                + Row.USER
                + "'},'Action':'sts:AssumeRole','Condition':{"
                + condition
                + "}}");
  }

  private static Stream<Row> requests() {
    String contract = "'StringEquals':{'sts:ExternalId':'contract-1'}";
    return Stream.of(
        trusts("the external id", contract)
            .says(
                "anyone who wants to assume the role must be a principal in the role and must"
                    + " include the correct external ID.",
                EXTERNAL_ID)
            .with("sts:ExternalId", "contract-1")
            .allowedBy(RESOURCE),
        trusts("another external id", contract)
            .says(
                "anyone who wants to assume the role must be a principal in the role and must"
                    + " include the correct external ID.",
                EXTERNAL_ID)
            .with("sts:ExternalId", "contract-2")
            .notAllowedBy(RESOURCE),
        trusts("no external id", contract)
            .says(
                "This key is present in the request when the principal provides an external ID"
                    + " while assuming a role using the AWS CLI or AWS API.",
                STS_KEYS)
            .notAllowedBy(RESOURCE),
        trusts("a session's name", "'StringLike':{'sts:RoleSessionName':'job-*'}")
            .says(
                "This key is present in the request when the principal assumes the role using the"
                    + " AWS Management Console, any assume-role CLI command, or any AWS STS"
                    + " AssumeRole API operation.",
                STS_KEYS)
            .with("sts:RoleSessionName", "job-7")
            .allowedBy(RESOURCE),
        trusts("a source identity", "'StringEquals':{'sts:SourceIdentity':'${aws:username}'}")
            .says(
                "When an identity sets a source identity, the sts:SourceIdentity key is present in"
                    + " the request.",
                SOURCE_IDENTITY)
            .with("sts:SourceIdentity", "ann")
            .allowedBy(RESOURCE),
        trusts("a tag of the request", "'StringEquals':{'aws:RequestTag/Team':'red'}")
            .says(
                "When multiple tags are passed in the request, there is one context key for each"
                    + " tag key-value pair.",
                KEYS)
            .with("aws:RequestTag/team", "red")
            .allowedBy(RESOURCE),
        trusts("no other tags", "'ForAllValues:StringEquals':{'aws:TagKeys':['team']}")
            .says(
                "This key is included in the request context if the operation supports passing tags"
                    + " in the request.",
                KEYS)
            .with("aws:TagKeys", "team", "admin")
            .notAllowedBy(RESOURCE),
        trusts(
                "no other transitive tags",
                "'ForAllValues:StringEquals':{'sts:TransitiveTagKeys':['team']}")
            .says(
                "Compares the transitive session tag keys in the request with those specified in"
                    + " the policy.",
                TAGS)
            .with("sts:TransitiveTagKeys", "team", "admin")
            .notAllowedBy(RESOURCE),
        trusts("some transitive tag", "'Null':{'sts:TransitiveTagKeys':'false'}")
            .says(
                "You can require that they set at least one of the tags as transitive by adding"
                    + " another condition block that includes"
                    + " \"Null\":{\"sts:TransitiveTagKeys\":\"false\"}.",
                TAGS)
            .notAllowedBy(RESOURCE));
  }

  private static Row federated(String name, String provider, String condition) {
    String action =
        provider.contains("saml") ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
    return row(name)
        .trust(
            "{'Effect':'Allow','Principal':{'Federated':'"
                + provider
                + "'},'Action':'"
                + action
                + "','Condition':{"
                + condition
                + "}}")
        .by(Requester.federated(provider, RequestContext.empty()))
        .asks(action, "arn:aws:iam::222222222222:role/target");
  }

  private static Stream<Row> federation() {
    String oidc = "arn:aws:iam::222222222222:oidc-provider/tokens.example/id/1";
    String saml = "arn:aws:iam::222222222222:saml-provider/company";
    String whom =
        "'StringEquals':{'tokens.example/id/1:aud':'sts.amazonaws.com',"
            + "'tokens.example/id/1:sub':'system:serviceaccount:etl:job'}";
    String page = GUIDE + "reference_policies_iam-condition-keys.html#condition-keys-wif";
    return Stream.of(
        federated("a token's audience and subject", oidc, whom)
            .says(
                "\"oidc.eks.us-east-1.amazonaws.com/id/111122223333:aud\": \"sts.amazonaws.com\"",
                page)
            .with("tokens.example/id/1:aud", "sts.amazonaws.com")
            .with("tokens.example/id/1:sub", "system:serviceaccount:etl:job")
            .allowedBy(RESOURCE),
        federated("a token's other subject", oidc, whom)
            .says(
                "\"oidc.eks.us-east-1.amazonaws.com/id/111122223333:sub\":"
                    + " \"system:serviceaccount:default:assumer\"",
                page)
            .with("tokens.example/id/1:aud", "sts.amazonaws.com")
            .with("tokens.example/id/1:sub", "system:serviceaccount:etl:other")
            .notAllowedBy(RESOURCE),
        federated("another provider", oidc, whom)
            .ours("each provider is a principal of its own")
            .by(Requester.federated(oidc + "2", RequestContext.empty()))
            .with("tokens.example/id/1:aud", "sts.amazonaws.com")
            .with("tokens.example/id/1:sub", "system:serviceaccount:etl:job")
            .notAllowedBy(RESOURCE),
        federated(
                "a SAML user",
                saml,
                "'StringEquals':{'saml:aud':'https://signin.aws.amazon.com/saml',"
                    + "'saml:iss':'https://idp.example','saml:sub':'ann'}")
            .says(
                "In the trust policy of a role, you can include the following keys, which help you"
                    + " establish whether the caller is allowed to assume the role.",
                GUIDE + "reference_policies_iam-condition-keys.html#condition-keys-saml")
            .with("saml:aud", "https://signin.aws.amazon.com/saml")
            .with("saml:iss", "https://idp.example")
            .with("saml:sub", "ann")
            .allowedBy(RESOURCE));
  }

  private static Row lists(String name, String condition) {
    return row(name)
        .identity(
            "{'Effect':'Allow','Action':'s3:ListBucket','Resource':'arn:aws:s3:::data',"
                + "'Condition':{"
                + condition
                + "}}")
        .asks("s3:ListBucket", "arn:aws:s3:::data");
  }

  private static Stream<Row> listings() {
    String below = "'StringLike':{'s3:prefix':['a','a/*']}";
    return Stream.of(
        lists("a listing below its path", below)
            .says("Filters access by key name prefix", S3_KEYS)
            .with("s3:prefix", "a/b/")
            .allowedBy(IDENTITY),
        lists("a listing beside its path", below)
            .says("Filters access by key name prefix", S3_KEYS)
            .with("s3:prefix", "ab/")
            .notAllowedBy(IDENTITY),
        lists("a listing of everything", below)
            .ours("a request without the parameter has no such key")
            .notAllowedBy(IDENTITY),
        lists("a listing by folders", "'StringEquals':{'s3:prefix':'','s3:delimiter':'/'}")
            .says("Filters access by delimiter parameter", S3_KEYS)
            .with("s3:prefix", "")
            .with("s3:delimiter", "/")
            .allowedBy(IDENTITY),
        lists("a listing of all below", "'StringEquals':{'s3:delimiter':'/'}")
            .says("Filters access by delimiter parameter", S3_KEYS)
            .with("s3:prefix", "")
            .notAllowedBy(IDENTITY));
  }
}
