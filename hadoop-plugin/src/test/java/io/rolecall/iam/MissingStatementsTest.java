package io.rolecall.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.SessionTerms;
import io.rolecall.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingStatementsTest {

  private static final RoleArn HUB = RoleArn.parse("arn:aws:iam::444455556666:role/path/hub");

  private static Access.Role role(
      Optional<String> externalId, Map<String, String> tags, Access.@Nullable Role through) {
    return new Access.Role(
        Samples.ROLE,
        externalId,
        new SessionTerms(
            Duration.ofHours(1), "{job}", Optional.empty(), tags, Optional.of("{user}")),
        Samples.AWS,
        through);
  }

  private static String denied(String caller, String action) {
    return "User: "
        + caller
        + " is not authorized to perform: "
        + action
        + " on resource: "
        + Samples.ROLE;
  }

  @Test
  void aForeignCallerNeedsBothSides() {
    assertThat(
            MissingStatements.toAssume(
                role(Optional.of("secret-of-partners"), Map.of("team", "a"), null),
                denied("arn:aws:iam::444455556666:user/me", "sts:AssumeRole")))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::444455556666:user/me\"},\"Action\":[\"sts:AssumeRole\"],"
                + "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":[\"<the route's externalId>\"]}}}."
                + " arn:aws:iam::444455556666:user/me needs {\"Effect\":\"Allow\","
                + "\"Action\":[\"sts:AssumeRole\"],"
                + "\"Resource\":[\"arn:aws:iam::111122223333:role/reader\"]}");
  }

  @Test
  void aCallerOfTheRolesAccountNeedsItsTrustAlone() {
    assertThat(
            MissingStatements.toAssume(
                role(Optional.empty(), Map.of(), null),
                denied("arn:aws:sts::111122223333:assumed-role/nodes/i-0a1b", "sts:AssumeRole")))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::111122223333:role/nodes\"},\"Action\":[\"sts:AssumeRole\"]}");
  }

  @Test
  void namesTheActionThatWasDenied() {
    assertThat(
            MissingStatements.toAssume(
                role(Optional.empty(), Map.of("team", "a", "job", "{job}"), null),
                denied("arn:aws:iam::111122223333:user/me", "sts:TagSession")))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::111122223333:user/me\"},\"Action\":[\"sts:TagSession\"],"
                + "\"Condition\":{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"job\",\"team\"]}}}");
    assertThat(
            MissingStatements.toAssume(
                role(Optional.empty(), Map.of(), null),
                denied("arn:aws:iam::111122223333:user/me", "sts:SetSourceIdentity")))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::111122223333:user/me\"},\"Action\":[\"sts:SetSourceIdentity\"]}");
  }

  /** EKS Pod Identity passes its own tags on, which no route has. */
  @Test
  void namesNoTagKeysThatItDoesNotKnow() {
    assertThat(
            MissingStatements.toAssume(
                Samples.access(Samples.ROLE),
                denied("arn:aws:sts::111122223333:assumed-role/pod/eks-1", "sts:TagSession")))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::111122223333:role/pod\"},\"Action\":[\"sts:TagSession\"]}");
  }

  @Test
  void believesWhichSideItIs() {
    String caller = "arn:aws:iam::444455556666:user/me";
    Access.Role role = role(Optional.empty(), Map.of(), null);
    assertThat(
            MissingStatements.toAssume(
                role,
                denied(caller, "sts:AssumeRole")
                    + " because no identity-based policy allows the sts:AssumeRole action"))
        .isEqualTo(
            caller
                + " needs {\"Effect\":\"Allow\",\"Action\":[\"sts:AssumeRole\"],"
                + "\"Resource\":[\"arn:aws:iam::111122223333:role/reader\"]}");
    for (String policy : List.of("resource-based policy", "role trust policy")) {
      assertThat(
              MissingStatements.toAssume(
                  role,
                  denied(caller, "sts:AssumeRole")
                      + " because no "
                      + policy
                      + " allows the sts:AssumeRole action"))
          .isEqualTo(
              "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                  + caller
                  + "\"},\"Action\":[\"sts:AssumeRole\"]}");
    }
  }

  /** STS leaves the path out. */
  @Test
  void inAChainTheCallerIsTheRoleBefore() {
    assertThat(
            MissingStatements.toAssume(
                role(Optional.empty(), Map.of(), Samples.access(HUB)),
                denied("arn:aws:sts::444455556666:assumed-role/hub/job", "sts:AssumeRole")))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                + HUB
                + "\"},\"Action\":[\"sts:AssumeRole\"]}. "
                + HUB
                + " needs {\"Effect\":\"Allow\",\"Action\":[\"sts:AssumeRole\"],"
                + "\"Resource\":[\"arn:aws:iam::111122223333:role/reader\"]}");
  }

  /** Each of them has one, and IAM refuses a principal that there is not. */
  @Test
  void doesNotMakeUpThePathOfARoleOfIdentityCenter() {
    assertThat(
            MissingStatements.toAssume(
                role(Optional.empty(), Map.of(), null),
                denied(
                    "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_etl_0123/me",
                    "sts:AssumeRole")))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::111122223333:role/<the path that aws iam get-role prints>/"
                + "AWSReservedSSO_etl_0123\"},\"Action\":[\"sts:AssumeRole\"]}");
  }

  @Test
  void namesWhomATokenIsOf() {
    String claims =
        "{\"iss\":\"https://oidc.example/id/1\",\"aud\":[\"sts.amazonaws.com\"],"
            + "\"sub\":\"system:serviceaccount:etl:job\"}";
    assertThat(MissingStatements.toSignIn(Samples.ROLE, TokenClaims.of(token(claims))))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
                + "\"arn:aws:iam::111122223333:oidc-provider/oidc.example/id/1\"},"
                + "\"Action\":[\"sts:AssumeRoleWithWebIdentity\"],\"Condition\":{\"StringEquals\":{"
                + "\"oidc.example/id/1:aud\":[\"sts.amazonaws.com\"],"
                + "\"oidc.example/id/1:sub\":[\"system:serviceaccount:etl:job\"]}}}");
  }

  private static String token(String claims) {
    String part =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return "e30." + part + ".c2ln";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "no JSON",
        "{\"iss\":\"http://oidc.example\",\"aud\":\"a\",\"sub\":\"s\"}",
        "{\"iss\":\"https://oidc.example\",\"aud\":[],\"sub\":\"s\"}",
        "{\"iss\":\"https://oidc.example\",\"aud\":\"a\",\"sub\":7}",
      })
  void aTokenNeedNotTell(String claims) {
    assertThat(TokenClaims.of(token(claims))).isEmpty();
    assertThat(TokenClaims.of(claims)).isEmpty();
  }

  @Test
  void namesTheSamlProvider() {
    assertThat(
            MissingStatements.toSignIn(
                RoleArn.parse("arn:aws-cn:iam::111122223333:role/r"),
                "arn:aws-cn:iam::111122223333:saml-provider/company"))
        .isEqualTo(
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
                + "\"arn:aws-cn:iam::111122223333:saml-provider/company\"},"
                + "\"Action\":[\"sts:AssumeRoleWithSAML\"],\"Condition\":{\"StringEquals\":{"
                + "\"saml:aud\":[\"https://signin.amazonaws.cn/saml\"]}}}");
  }
}
