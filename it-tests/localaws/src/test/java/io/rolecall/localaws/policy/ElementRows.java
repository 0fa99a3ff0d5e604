package io.rolecall.localaws.policy;

import static io.rolecall.localaws.policy.AccountRows.GUIDE;
import static io.rolecall.localaws.policy.PolicyType.IDENTITY;
import static io.rolecall.localaws.policy.PolicyType.RESOURCE;
import static io.rolecall.localaws.policy.Row.row;

import java.util.stream.Stream;

/** What the elements of a statement mean, their wildcards and their variables. */
final class ElementRows {
  private static final String GRAMMAR = GUIDE + "reference_policies_grammar.html";
  private static final String ACTION = GUIDE + "reference_policies_elements_action.html";
  private static final String NOT_ACTION = GUIDE + "reference_policies_elements_notaction.html";
  private static final String RESOURCES = GUIDE + "reference_policies_elements_resource.html";
  private static final String NOT_RESOURCE = GUIDE + "reference_policies_elements_notresource.html";
  private static final String NOT_PRINCIPAL =
      GUIDE + "reference_policies_elements_notprincipal.html";
  private static final String VARIABLES = GUIDE + "reference_policies_variables.html";
  private static final String EXCEPT_DELETE =
      "{'Effect':'Allow','NotAction':'s3:DeleteBucket','Resource':'arn:aws:s3:::*'}";
  private static final String ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";

  private ElementRows() {}

  static Stream<Row> rows() {
    return Stream.of(inversions(), notPrincipals(), wildcards(), variables(), refusals())
        .flatMap(rows -> rows);
  }

  private static String read(String resource) {
    return "{'Effect':'Allow','Action':'s3:GetObject','Resource':'" + resource + "'}";
  }

  private static Stream<Row> inversions() {
    return Stream.of(
        row("NotAction allows the others")
            .says(
                "NotAction is an advanced policy element that explicitly matches everything except"
                    + " the specified list of actions.",
                NOT_ACTION)
            .identity(EXCEPT_DELETE)
            .asks("s3:GetObject", "arn:aws:s3:::data/x")
            .allowedBy(IDENTITY),
        row("NotAction does not allow its own")
            .says(
                "NotAction is an advanced policy element that explicitly matches everything except"
                    + " the specified list of actions.",
                NOT_ACTION)
            .identity(EXCEPT_DELETE)
            .asks("s3:DeleteBucket", "arn:aws:s3:::data")
            .notAllowedBy(IDENTITY),
        row("NotAction with Deny")
            .says(
                "In addition, such unlisted actions or services are denied if you use the Deny"
                    + " effect.",
                NOT_ACTION)
            .identity(ALL, "{'Effect':'Deny','NotAction':'s3:Get*','Resource':'*'}")
            .asks("s3:PutObject", "arn:aws:s3:::data/x")
            .deniedBy(IDENTITY),
        row("NotResource denies the others")
            .says(
                "NotResource is an advanced policy element that explicitly matches every resource"
                    + " except those specified.",
                NOT_RESOURCE)
            .identity(
                ALL, "{'Effect':'Deny','Action':'s3:*','NotResource':'arn:aws:s3:::data/own/*'}")
            .deniedBy(IDENTITY),
        row("NotResource spares its own")
            .says(
                "NotResource is an advanced policy element that explicitly matches every resource"
                    + " except those specified.",
                NOT_RESOURCE)
            .identity(
                ALL, "{'Effect':'Deny','Action':'s3:*','NotResource':'arn:aws:s3:::data/own/*'}")
            .asks("s3:GetObject", "arn:aws:s3:::data/own/x")
            .allowedBy(IDENTITY));
  }

  private static String denyAllBut(String... names) {
    return "{'Effect':'Deny','NotPrincipal':{'AWS':['"
        + String.join("','", names)
        + "']},'Action':'s3:*','Resource':'arn:aws:s3:::data/*'}";
  }

  private static Stream<Row> notPrincipals() {
    return Stream.of(
        row("NotPrincipal with account, role and session spares the session")
            .says(
                "When you use NotPrincipal in the same policy statement as \"Effect\": \"Deny\","
                    + " the actions specified in the policy statement are explicitly denied to all"
                    + " principals except for the ones specified.",
                NOT_PRINCIPAL)
            .identity(ALL)
            .bucket(denyAllBut("arn:aws:iam::222222222222:root", Row.ROLE, Row.SESSION))
            .allowedBy(IDENTITY),
        row("NotPrincipal without the account denies")
            .says(
                "When you use NotPrincipal with Deny, you must also specify the account ARN of the"
                    + " not-denied principal. Otherwise, the policy might deny access to the entire"
                    + " account containing the principal.",
                NOT_PRINCIPAL)
            .identity(ALL)
            .bucket(denyAllBut(Row.ROLE, Row.SESSION))
            .deniedBy(RESOURCE),
        row("NotPrincipal without the role denies")
            .says(
                "If the NotPrincipal element was missing the ARN of the role, the effect of the"
                    + " policy might be to explicitly deny access to the role.",
                NOT_PRINCIPAL)
            .identity(ALL)
            .bucket(denyAllBut(Row.ACCOUNT, Row.SESSION))
            .deniedBy(RESOURCE),
        row("NotPrincipal with account and user spares the user")
            .says(
                "Note that as a best practice, the NotPrincipal element contains the ARN of both"
                    + " the user Bob and the AWS account that Bob belongs to",
                NOT_PRINCIPAL)
            .by(Row.OF_USER)
            .identity(ALL)
            .bucket(denyAllBut(Row.ACCOUNT, Row.USER))
            .allowedBy(IDENTITY),
        row("NotPrincipal with Allow is refused")
            .says(
                "Most resource-based policy types do not allow the use of NotPrincipal with"
                    + " \"Effect\": \"Allow\".",
                NOT_PRINCIPAL)
            .bucket(denyAllBut(Row.ROLE).replace("Deny", "Allow"))
            .refused("NotPrincipal is only for the statements of a bucket's policy that deny."),
        row("NotPrincipal in a trust policy is refused")
            .says(
                "You cannot use the NotPrincipal element in an IAM identity-based policy or in an"
                    + " IAM role trust policy.",
                NOT_PRINCIPAL)
            .trust("{'Effect':'Deny','NotPrincipal':{'AWS':'*'},'Action':'sts:AssumeRole'}")
            .refused("NotPrincipal is only for the statements of a bucket's policy that deny."));
  }

  private static Stream<Row> wildcards() {
    return Stream.of(
        row("the case of actions does not matter")
            .says("The prefix and the action name are case insensitive.", ACTION)
            .identity("{'Effect':'Allow','Action':'S3:getobject','Resource':'*'}")
            .allowedBy(IDENTITY),
        row("a wildcard in an action")
            .says("You can also use wildcards (*) as part of the action name.", ACTION)
            .identity("{'Effect':'Allow','Action':'s3:*Object','Resource':'*'}")
            .allowedBy(IDENTITY),
        row("a wildcard spans slashes")
            .says(
                "The asterisk (*) character can expand to replace everything within a segment,"
                    + " including characters like a forward slash (/)",
                RESOURCES)
            .identity(read("arn:aws:s3:::data/*/x"))
            .asks("s3:GetObject", "arn:aws:s3:::data/a/b/x")
            .allowedBy(IDENTITY),
        row("a wildcard stays in its segment")
            .says(
                "You can use wildcard characters (* and ?) within ARN segments (the parts separated"
                    + " by colons) to represent any combination of characters with an askterisk (*)"
                    + " and any single character with a question mark (?).",
                RESOURCES)
            .identity(read("arn:aws:s3:*:data/x"))
            .notAllowedBy(IDENTITY),
        row("keys may have colons of their own")
            .ours("a key is the sixth segment whatever is in it")
            .identity(read("arn:aws:s3:::data/*"))
            .asks("s3:GetObject", "arn:aws:s3:::data/t=12:00:00/x")
            .allowedBy(IDENTITY),
        row("a question mark is one character")
            .says(
                "You can use wildcard characters (* and ?) within ARN segments (the parts separated"
                    + " by colons) to represent any combination of characters with an askterisk (*)"
                    + " and any single character with a question mark (?).",
                RESOURCES)
            .identity(read("arn:aws:s3:::data/?x"))
            .notAllowedBy(IDENTITY),
        row("the case of keys matters")
            .ours("S3's keys are case-sensitive")
            .identity(read("arn:aws:s3:::data/X"))
            .notAllowedBy(IDENTITY));
  }

  private static Stream<Row> variables() {
    return Stream.of(
        row("a variable in a resource")
            .says(
                "When this policy is evaluated, IAM replaces the variable ${aws:username}with the"
                    + " friendly name of the actual current user.",
                VARIABLES)
            .by(Row.OF_USER)
            .identity(read("arn:aws:s3:::data/home/${aws:username}/*"))
            .asks("s3:GetObject", "arn:aws:s3:::data/home/ann/x")
            .allowedBy(IDENTITY),
        row("a tag as a variable")
            .says(
                "To replace part of an ARN with a tag value, surround the prefix and key name with"
                    + " ${}.",
                VARIABLES)
            .identity(read("arn:aws:s3:::data/${aws:PrincipalTag/Team}/*"))
            .asks("s3:GetObject", "arn:aws:s3:::data/red/x")
            .allowedBy(IDENTITY),
        row("a user id as a variable")
            .says("You can use any single-valued condition key as a variable.", VARIABLES)
            .identity(read("arn:aws:s3:::data/${aws:userid}/*"))
            .asks("s3:GetObject", "arn:aws:s3:::data/AROAEXAMPLEREADER000:job-1/x")
            .allowedBy(IDENTITY),
        row("a variable without value matches nothing")
            .says(
                "the resource that includes a policy variable with no value will not match any"
                    + " resource.",
                VARIABLES)
            .by(Row.OF_USER)
            .identity(read("arn:aws:s3:::data/${aws:PrincipalTag/Team}*"))
            .notAllowedBy(IDENTITY),
        row("a default value")
            .says(
                "For users without team tags, it sets a default value of company-wide for the"
                    + " bucket name.",
                VARIABLES)
            .by(Row.OF_USER)
            .identity(
                read("arn:aws:s3:::data-${aws:PrincipalTag/team, \\u0027company-wide\\u0027}/*"))
            .asks("s3:GetObject", "arn:aws:s3:::data-company-wide/x")
            .allowedBy(IDENTITY),
        row("a default value is for those without the tag alone")
            .says(
                "A policy with this resource allows team members to access their team bucket, but"
                    + " not those of other teams.",
                VARIABLES)
            .identity(
                read("arn:aws:s3:::data-${aws:PrincipalTag/team, \\u0027company-wide\\u0027}/*"))
            .asks("s3:GetObject", "arn:aws:s3:::data-company-wide/x")
            .notAllowedBy(IDENTITY),
        row("a value's own characters are no wildcards")
            .ours("nobody should gain by the name of what he asks for")
            .identity(
                "{'Effect':'Allow','Action':'s3:ListBucket','Resource':'arn:aws:s3:::${s3:prefix}'}")
            .asks("s3:ListBucket", "arn:aws:s3:::data")
            .with("s3:prefix", "*")
            .notAllowedBy(IDENTITY),
        row("an asterisk by name")
            .says("${*} - use where you need an * (asterisk) character.", VARIABLES)
            .identity(read("arn:aws:s3:::data/${*}"))
            .asks("s3:GetObject", "arn:aws:s3:::data/*")
            .allowedBy(IDENTITY),
        row("an asterisk by name is no wildcard")
            .says("${*} - use where you need an * (asterisk) character.", VARIABLES)
            .identity(read("arn:aws:s3:::data/${*}"))
            .notAllowedBy(IDENTITY),
        row("a question mark and a dollar sign by name")
            .says("${$} - use where you need a $ (dollar sign) character.", VARIABLES)
            .identity(read("arn:aws:s3:::data/${?}${$}{x}"))
            .asks("s3:GetObject", "arn:aws:s3:::data/?${x}")
            .allowedBy(IDENTITY),
        row("the old version knows no variables")
            .says(
                "If you don't include the Version element and set it to an appropriate version"
                    + " date, variables like ${aws:username} are treated as literal strings in the"
                    + " policy.",
                VARIABLES)
            .version("2008-10-17")
            .by(Row.OF_USER)
            .identity(read("arn:aws:s3:::data/${aws:username}"))
            .asks("s3:GetObject", "arn:aws:s3:::data/ann")
            .notAllowedBy(IDENTITY),
        row("no variable before the fifth colon")
            .says(
                "You can't use a variable to replace parts of the ARN before the fifth colon, such"
                    + " as the service or account.",
                VARIABLES)
            .identity(read("arn:aws:s3::${aws:PrincipalAccount}:data/*"))
            .refused(
                "A policy variable stands before the fifth colon of"
                    + " arn:aws:s3::${aws:PrincipalAccount}:data/*."),
        row("no multivalued variable")
            .says("You can't use a multivalued condition key as a variable.", VARIABLES)
            .identity(read("arn:aws:s3:::data/${aws:TagKeys}"))
            .refused("The multivalued key aws:TagKeys cannot be a policy variable."),
        row("no unknown variable")
            .ours("it would never have a value here, and one on AWS")
            .identity(read("arn:aws:s3:::data/${aws:Region}"))
            .refused("Unsupported condition key aws:Region."),
        row("an open variable")
            .ours("refused rather than taken as it stands")
            .identity(read("arn:aws:s3:::data/${aws:userid"))
            .refused("A policy variable is not closed in arn:aws:s3:::data/${aws:userid."));
  }

  private static Stream<Row> refusals() {
    return Stream.of(
        row("an identity's policy names no principal")
            .says("It must not be included in identity-based policies.", GRAMMAR)
            .identity("{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}")
            .refused("This kind of policy must not have Principal."),
        row("a bucket's policy names a principal")
            .says(
                "The principal_block element is required in resource-based policies (for example,"
                    + " in Amazon S3 bucket policies) and in trust policies for IAM roles.",
                GRAMMAR)
            .bucket("{'Effect':'Allow','Action':'s3:*','Resource':'*'}")
            .refused("A statement must have Principal or NotPrincipal."),
        row("a trust policy names no resource")
            .ours("IAM says: Has prohibited field Resource")
            .trust("{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Resource':'*'}")
            .refused("This kind of policy must not have Resource."),
        row("an element and its inversion")
            .ours("the grammar has either")
            .identity("{'Effect':'Allow','Action':'s3:*','NotAction':'s3:Get*','Resource':'*'}")
            .refused("A statement must not have both Action and NotAction."),
        row("an unknown element")
            .ours("refused rather than passed over")
            .identity("{'Effect':'Allow','Action':'s3:*','Resource':'*','Priority':'1'}")
            .refused("Unsupported element Priority in a statement."));
  }
}
