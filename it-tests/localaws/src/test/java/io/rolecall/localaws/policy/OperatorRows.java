package io.rolecall.localaws.policy;

import static io.rolecall.localaws.policy.AccountRows.GUIDE;
import static io.rolecall.localaws.policy.PolicyType.IDENTITY;
import static io.rolecall.localaws.policy.Row.row;

import java.util.stream.Stream;

/** How conditions compare. Each row has one statement, which allows if its conditions are met. */
final class OperatorRows {
  private static final String OPERATORS =
      GUIDE + "reference_policies_elements_condition_operators.html";
  private static final String SEVERAL = GUIDE + "reference_policies_multi-value-conditions.html";
  private static final String CONDITION = GUIDE + "reference_policies_elements_condition.html";
  private static final String VARIABLES = GUIDE + "reference_policies_variables.html";

  private OperatorRows() {}

  static Stream<Row> rows() {
    return Stream.of(strings(), arns(), dates(), absent(), several(), sets(), refusals())
        .flatMap(rows -> rows);
  }

  private static Row met(String name, String condition) {
    return row(name).identity(statement(condition)).allowedBy(IDENTITY);
  }

  private static Row unmet(String name, String condition) {
    return row(name).identity(statement(condition)).notAllowedBy(IDENTITY);
  }

  private static Row refused(String name, String condition, String message) {
    return row(name).identity(statement(condition)).refused(message);
  }

  static String statement(String condition) {
    return "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{" + condition + "}}";
  }

  private static Stream<Row> strings() {
    return Stream.of(
        met("equal strings", "'StringEquals':{'aws:PrincipalTag/team':'red'}")
            .says("Exact matching, case sensitive", OPERATORS),
        unmet("equal strings of another case", "'StringEquals':{'aws:PrincipalTag/team':'Red'}")
            .says("Exact matching, case sensitive", OPERATORS),
        unmet("no wildcards in equal strings", "'StringEquals':{'aws:PrincipalTag/team':'r*'}")
            .says("Exact matching, case sensitive", OPERATORS),
        met("other strings", "'StringNotEquals':{'aws:PrincipalTag/team':'blue'}")
            .says("Negated matching", OPERATORS),
        met("in any case", "'StringEqualsIgnoreCase':{'aws:PrincipalTag/team':'RED'}")
            .says("Exact matching, ignoring case", OPERATORS),
        unmet("not in any case", "'StringNotEqualsIgnoreCase':{'aws:PrincipalTag/team':'RED'}")
            .says("Negated matching, ignoring case", OPERATORS),
        met("like", "'StringLike':{'aws:userid':'AROA*:job-?'}")
            .says(
                "The values can include multi-character match wildcards (*) and single-character"
                    + " match wildcards (?) anywhere in the string.",
                OPERATORS),
        unmet("not like", "'StringNotLike':{'aws:userid':'*:job-?'}")
            .says(
                "Negated case-sensitive matching. The values can include multi-character match"
                    + " wildcards (*) or single-character match wildcards (?) anywhere in the"
                    + " string.",
                OPERATORS),
        met("a variable in a string", "'StringLike':{'s3:prefix':'${aws:PrincipalTag/team}/*'}")
            .says("You can use a policy variable with the String condition operator.", OPERATORS)
            .with("s3:prefix", "red/x"),
        unmet(
                "a variable without value is like nothing",
                "'StringLike':{'aws:userid':'*${aws:username}'}")
            .says(
                "When you use a variable with no value in the condition element of an IAM policy,"
                    + " IAM JSON policy elements: Condition operators like StringEquals or"
                    + " StringLike do not match, and the policy statement does not take effect.",
                VARIABLES),
        met(
                "a variable without value is unlike everything",
                "'StringNotLike':{'aws:userid':'*${aws:username}'}")
            .says(
                "Inverted condition operators like StringNotEquals or StringNotLike do match"
                    + " against a null value",
                VARIABLES),
        met("the case of keys does not matter", "'StringEquals':{'AWS:principaltag/TEAM':'red'}")
            .says("Condition key names are not case-sensitive.", CONDITION));
  }

  private static Stream<Row> arns() {
    return Stream.of(
        met("an ARN with a wildcard", "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/read*'}")
            .says(
                "Each of the six colon-delimited components of the ARN is checked separately and"
                    + " each can include multi-character match wildcards (*) or single-character"
                    + " match wildcards (?).",
                OPERATORS),
        met("ArnEquals is ArnLike", "'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::*:role/*'}")
            .says("The ArnEquals and ArnLike condition operators behave identically.", OPERATORS),
        unmet("a component at a time", "'ArnLike':{'aws:PrincipalArn':'arn:aws:*:role/reader'}")
            .says(
                "With an ArnLike condition, which matches elements between colons, the match"
                    + " fails.",
                OPERATORS),
        met("but not as a string", "'StringLike':{'aws:PrincipalArn':'arn:aws:*:role/reader'}")
            .says("With a StringLike condition, the match succeeds.", OPERATORS),
        unmet("not an ARN", "'ArnNotEquals':{'aws:PrincipalArn':'arn:aws:iam::*:role/reader'}")
            .says(
                "The ArnNotEquals and ArnNotLike condition operators behave identically.",
                OPERATORS),
        met("not like an ARN", "'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/*'}")
            .says("Negated matching for ARN.", OPERATORS),
        met(
                "a variable in an ARN",
                "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/${aws:PrincipalTag/role}'}")
            .says("You can use a policy variable with the ARN condition operator.", OPERATORS)
            .with("aws:PrincipalTag/role", "reader"));
  }

  private static Stream<Row> dates() {
    return Stream.of(
        met("before", "'DateLessThan':{'aws:TokenIssueTime':'2026-03-01T12:00:01Z'}")
            .says("Matching before a specific date and time", OPERATORS),
        unmet("not before itself", "'DateLessThan':{'aws:TokenIssueTime':'2026-03-01T12:00:00Z'}")
            .says("Matching before a specific date and time", OPERATORS),
        met("at or before", "'DateLessThanEquals':{'aws:TokenIssueTime':'2026-03-01T12:00:00Z'}")
            .says("Matching at or before a specific date and time", OPERATORS),
        met("after, by a day", "'DateGreaterThan':{'aws:TokenIssueTime':'2026-03-01'}")
            .says("Matching after a specific a date and time", OPERATORS),
        unmet(
                "at or after, with an offset",
                "'DateGreaterThanEquals':{'aws:TokenIssueTime':'2026-03-01T12:00:00-01:00'}")
            .says("Matching at or after a specific date and time", OPERATORS),
        met("the same time, in seconds", "'DateEquals':{'aws:TokenIssueTime':1772366400}")
            .says("Matching a specific date", OPERATORS),
        unmet("not the same time", "'DateNotEquals':{'aws:TokenIssueTime':'1772366400'}")
            .says("Negated matching", OPERATORS),
        unmet("a user's token is never old", "'DateLessThan':{'aws:TokenIssueTime':'2030-01-01'}")
            .says(
                "The aws:TokenIssueTime key is present in the request context only when the"
                    + " principal uses temporary credentials to make the request.",
                OPERATORS)
            .by(Row.OF_USER),
        refused(
                "no date",
                "'DateLessThan':{'aws:TokenIssueTime':'tomorrow'}",
                "tomorrow is not a date.")
            .ours("refused rather than never met"),
        refused(
                "no variable in a date",
                "'DateLessThan':{'aws:TokenIssueTime':'${aws:userid}'}",
                "${aws:userid} is not a date.")
            .says(
                "You can not use a policy variable with the Date condition operator.", OPERATORS));
  }

  private static Stream<Row> absent() {
    return Stream.of(
        unmet("an absent key", "'StringEquals':{'sts:ExternalId':'a'}")
            .says(
                "If the key that you specify in a policy condition is not present in the request"
                    + " context, the values do not match and the condition is false.",
                OPERATORS),
        met("an absent key, negated", "'StringNotEquals':{'sts:ExternalId':'a'}")
            .says(
                "If the policy condition requires that the key is not matched, such as"
                    + " StringNotLike or ArnNotLike, and the right key is not present, the"
                    + " condition is true.",
                OPERATORS),
        met("an absent key that may be", "'StringEqualsIfExists':{'sts:ExternalId':'a'}")
            .says("If the key is not present, evaluate the condition element as true.", OPERATORS),
        unmet("a present key that may be", "'StringEqualsIfExists':{'sts:ExternalId':'a'}")
            .says(
                "If the policy key is present in the context of the request, process the key as"
                    + " specified in the policy.",
                OPERATORS)
            .with("sts:ExternalId", "b"),
        row("a deny of what is not so is a deny of what is absent")
            .says(
                "If you are using an \"Effect\": \"Deny\" element with a negated condition operator"
                    + " like StringNotEqualsIfExists, the request is still denied even if the tag"
                    + " is missing.",
                OPERATORS)
            .identity(
                "{'Effect':'Allow','Action':'*','Resource':'*'}",
                statement("'StringNotEqualsIfExists':{'aws:PrincipalTag/none':'a'}")
                    .replace("Allow", "Deny"))
            .deniedBy(IDENTITY),
        met("it is null", "'Null':{'sts:ExternalId':'true'}")
            .says(
                "In the policy statement, use either true (the key doesn't exist \u2014 it is null)"
                    + " or false (the key exists and its value is not null).",
                OPERATORS),
        met("it is not null", "'Null':{'aws:TokenIssueTime':false}")
            .says(
                "If the user is using temporary credentials, then the key aws:TokenIssueTime exists"
                    + " and has a value.",
                OPERATORS),
        unmet("a user has no token and it is null", "'Null':{'aws:TokenIssueTime':'false'}")
            .says(
                "If the user is using temporary credentials, then the key aws:TokenIssueTime exists"
                    + " and has a value.",
                OPERATORS)
            .by(Row.OF_USER),
        refused("Null of something", "'Null':{'s3:prefix':'a'}", "Null is true or false, not [a].")
            .says("You can not use a policy variable with the Null condition operator.", OPERATORS),
        refused(
                "Null if it exists",
                "'NullIfExists':{'s3:prefix':'true'}",
                "Unsupported condition operator NullIfExists.")
            .says(
                "You can add IfExists to the end of any condition operator name except the Null"
                    + " condition",
                OPERATORS));
  }

  private static Stream<Row> several() {
    return Stream.of(
        met("one of several values", "'StringEquals':{'aws:PrincipalTag/team':['blue','red']}")
            .says(
                "If a single condition operator includes multiple values for one key, that"
                    + " condition operator is evaluated using a logical OR.",
                SEVERAL),
        unmet("none of several", "'StringNotEquals':{'aws:PrincipalTag/team':['blue','red']}")
            .says(
                "When multiple values are listed in a policy for negated matching condition"
                    + " operators such as StringNotEquals and DateNotEquals, the effective"
                    + " permissions work like a logical AND.",
                SEVERAL),
        unmet(
                "two keys of one operator",
                "'StringEquals':{'aws:PrincipalTag/team':'red','sts:ExternalId':'a'}")
            .says(
                "If your policy has multiple condition operators or multiple keys attached to a"
                    + " single condition operator, the conditions are evaluated using a logical"
                    + " AND.",
                SEVERAL),
        unmet(
                "two operators",
                "'StringEquals':{'aws:PrincipalTag/team':'red'},"
                    + "'StringLike':{'aws:userid':'x*'}")
            .says(
                "If your policy has multiple condition operators or multiple keys attached to a"
                    + " single condition operator, the conditions are evaluated using a logical"
                    + " AND.",
                SEVERAL));
  }

  private static Stream<Row> sets() {
    String all = "'ForAllValues:StringEquals':{'aws:TagKeys':['team','job']}";
    String any = "'ForAnyValue:StringEquals':{'aws:TagKeys':['team','job']}";
    return Stream.of(
        met("all values", all)
            .says(
                "The condition returns true if every key value in the request matches at least one"
                    + " value in the policy.",
                SEVERAL)
            .with("aws:TagKeys", "team", "job"),
        unmet("not all values", all)
            .says(
                "The condition returns true if every key value in the request matches at least one"
                    + " value in the policy.",
                SEVERAL)
            .with("aws:TagKeys", "team", "cost"),
        met("all of none", all)
            .says("It also returns true if there are no keys in the request", SEVERAL),
        met("any value", any)
            .says(
                "The condition returns true if any one of the key values in the request matches any"
                    + " one of the condition values in the policy.",
                SEVERAL)
            .with("aws:TagKeys", "cost", "job"),
        unmet("not any value", any)
            .says(
                "The condition returns true if any one of the key values in the request matches any"
                    + " one of the condition values in the policy.",
                SEVERAL)
            .with("aws:TagKeys", "cost"),
        unmet("any of none", any)
            .says("For no matching key or a null dataset, the condition returns false.", SEVERAL),
        met("any of none, if it exists", any.replace("Equals", "EqualsIfExists"))
            .says("If the key is not present, evaluate the condition element as true.", OPERATORS),
        unmet("none of them, for all", all.replace("Equals", "NotEquals"))
            .ours("each value has to pass the negated operator")
            .with("aws:TagKeys", "team", "cost"),
        met("not one of them, for any", any.replace("Equals", "NotEquals"))
            .ours("one value has to pass the negated operator")
            .with("aws:TagKeys", "team", "cost"),
        met("all, like", "'ForAllValues:StringLike':{'sts:TransitiveTagKeys':'t*'}")
            .says(
                "if you include a multivalued string key in your policy with a wildcard or a"
                    + " variable, you must also use the StringLike condition operator.",
                SEVERAL)
            .with("sts:TransitiveTagKeys", "team", "tier"),
        refused(
                "several values without a set",
                "'StringEquals':{'aws:TagKeys':'team'}",
                "The multivalued key aws:TagKeys needs ForAllValues: or ForAnyValue:.")
            .says("Multivalued condition keys require a set operator.", SEVERAL));
  }

  private static Stream<Row> refusals() {
    return Stream.of(
        refused(
                "an unknown operator",
                "'StringMatches':{'s3:prefix':'a'}",
                "Unsupported condition operator StringMatches.")
            .ours("AWS refuses it, too"),
        refused(
                "an operator that is not here",
                "'NumericLessThan':{'s3:prefix':'1'}",
                "Unsupported condition operator NumericLessThan.")
            .ours("no key here is a number"),
        refused(
                "an unknown key",
                "'StringEquals':{'aws:SourceVpce':'vpce-1'}",
                "Unsupported condition key aws:SourceVpce.")
            .ours("refused rather than never there"),
        refused(
                "a key that is not here",
                "'Bool':{'aws:SecureTransport':'false'}",
                "Unsupported condition key aws:SecureTransport.")
            .ours("LocalAws speaks plain HTTP: each such policy would deny everything"));
  }
}
