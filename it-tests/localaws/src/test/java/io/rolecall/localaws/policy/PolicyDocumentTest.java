package io.rolecall.localaws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyDocumentTest {
  private static final String POLICY =
      """
      {"Version": "2012-10-17",
       "Statement": [
         {"Sid": "Objects", "Effect": "Allow",
          "Action": ["s3:Get*", "S3:PUTOBJECT"],
          "Resource": "arn:aws:s3:::data/public/*"},
         {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["arn:aws:s3:::data"],
          "Condition": {"StringLike": {"s3:prefix": ["public/*", "public"]}}},
         {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::data/public/sec?et"}]}
      """;

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject,  public/x,      ALLOWED",
    "s3:GetObject,  public/a/b,    ALLOWED",
    "s3:PutObject,  public/x,      ALLOWED", // the case of actions does not matter
    "s3:GetObject,  Public/x,      NOT_ALLOWED", // that of keys does
    "s3:GetObject,  private/x,     NOT_ALLOWED",
    "s3:DeleteObject, public/x,    NOT_ALLOWED",
    "s3:GetObject,  public/secret, DENIED", // whatever the first statement allows
    "s3:GetObject,  public/seet,   ALLOWED", // a question mark is exactly one character
  })
  void decidesOnObjects(String action, String key, Decision decision) throws Exception {
    AccessRequest request = AccessRequest.onObject(action, "data", key);
    assertThat(PolicyDocument.parse(POLICY).decide(request)).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    "public/,  ALLOWED",
    "public,   ALLOWED",
    "public2,  NOT_ALLOWED",
    "'',       NOT_ALLOWED",
    ",         NOT_ALLOWED", // a condition on a key that is not there is not met
  })
  void decidesOnListings(@Nullable String prefix, Decision decision) throws Exception {
    AccessRequest request = AccessRequest.listing("s3:ListBucket", "data", prefix);
    assertThat(PolicyDocument.parse(POLICY).decide(request)).isEqualTo(decision);
  }

  @Test
  void allowsNothingByDefault() {
    assertThat(PolicyDocument.empty().decide(AccessRequest.onBucket("s3:ListBucket", "data")))
        .isEqualTo(Decision.NOT_ALLOWED);
  }

  @Test
  void readsEscapesAndSingleStatements() throws Exception {
    String json =
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
            + "\"Resource\":\"arn:aws:s3:::data\\/\\u00fc\"}}";
    assertThat(
            PolicyDocument.parse(json).decide(AccessRequest.onObject("s3:GetObject", "data", "ü")))
        .isEqualTo(Decision.ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "                                | Syntax errors in policy, at character 0.",
        "[]                              | A policy must be an object.",
        "{}                              | Missing required field Statement.",
        "{\"Statement\":[]}              | A policy must have a statement.",
        "{\"Statement\":[1]}             | Statement must be an object.",
        "{\"Statement\":{},}             | Syntax errors in policy, at character 16.",
        "{\"a\":1,\"a\":2}               | Duplicate element a",
        "{\"Version\":\"2020\"}          | The policy's Version is not a known one.",
        "{\"Statement\":{\"Effect\":\"allow\"}} | Effect must be Allow or Deny.",
        "{\"Statement\":{\"Effect\":\"Deny\",\"NotAction\":1}} | NotAction must be a string or a list of"
            + " strings.",
        "{\"Statement\":[],\"Owner\":1}  | Unsupported element Owner in a policy.",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"Get\",\"Resource\":\"*\"}}"
            + " | Actions must be prefaced by a vendor: Get",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"data/*\"}}"
            + " | Resource data/* must be in ARN format or \"*\".",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\","
            + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}}}"
            + " | Unsupported condition key aws:SecureTransport.",
      })
  void refusesWhatItCannotEnforce(@Nullable String json, String message) {
    assertThatThrownBy(() -> PolicyDocument.parse(json == null ? "" : json))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessage(message);
  }
}
