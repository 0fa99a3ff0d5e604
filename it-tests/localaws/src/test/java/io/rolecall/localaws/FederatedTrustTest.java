package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.oidc.TokenIssuer.Algorithm;
import io.rolecall.localaws.saml.SamlIdentityProvider;
import io.rolecall.localaws.saml.SamlIdentityProvider.Claims;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.StsClient;

/** Trust policies of identity providers, through STS's API. */
final class FederatedTrustTest {
  private static final String ACCOUNT = "333333333333";
  private static final String ANALYST = "arn:aws:iam::333333333333:role/analyst";
  private static final String POD = "arn:aws:iam::333333333333:role/pod";
  private static final String COMPANY = "arn:aws:iam::333333333333:saml-provider/company";

  private static final SamlIdentityProvider IDP = new SamlIdentityProvider("https://idp.example");
  private static final TokenIssuer ISSUER =
      new TokenIssuer(URI.create("https://oidc.example/id/1"));

  private static GateFixture gate;

  @BeforeAll
  static void start() throws IOException {
    gate =
        new GateFixture(
            world ->
                world.account(
                    ACCOUNT,
                    account ->
                        account
                            .samlProvider("company", IDP)
                            .oidcProvider(ISSUER, "sts.amazonaws.com")
                            .role("analyst", role -> role.trustPolicy(ofSaml()))
                            .role("pod", role -> role.trustPolicy(ofWebIdentity()))));
  }

  @AfterAll
  static void stop() throws IOException {
    gate.close();
  }

  private static String ofSaml() {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": {"Federated": "%s"}, "Action": "sts:AssumeRoleWithSAML",
       "Condition": {"StringEquals": {
         "saml:aud": "https://signin.aws.amazon.com/saml", "saml:iss": "https://idp.example",
         "saml:sub": ["ann", "bob"]}}}]}
    """
        .formatted(COMPANY);
  }

  private static String ofWebIdentity() {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow",
       "Principal": {"Federated": "arn:aws:iam::333333333333:oidc-provider/oidc.example/id/1"},
       "Action": "sts:AssumeRoleWithWebIdentity",
       "Condition": {
         "StringEquals": {"oidc.example/id/1:aud": "sts.amazonaws.com"},
         "StringLike": {"oidc.example/id/1:sub": "system:serviceaccount:etl:*"}}}]}
    """;
  }

  @Test
  void samlUsersAreLetInByTheirSubject() {
    assertThat(signIn("ann")).isEqualTo("arn:aws:sts::333333333333:assumed-role/analyst/ann");
    assertFails(
        () -> signIn("mallory"),
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithSAML");
  }

  @Test
  void webIdentitiesAreLetInByTheirSubject() {
    assertThat(exchange("system:serviceaccount:etl:job"))
        .isEqualTo("arn:aws:sts::333333333333:assumed-role/pod/test");
    assertFails(
        () -> exchange("system:serviceaccount:web:job"),
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  private static String signIn(String user) {
    try (StsClient sts = gate.clients.sts(gate.submitter)) {
      return sts.assumeRoleWithSAML(
              r ->
                  r.roleArn(ANALYST)
                      .principalArn(COMPANY)
                      .samlAssertion(IDP.respond(Claims.now(user, ANALYST + "," + COMPANY))))
          .assumedRoleUser()
          .arn();
    }
  }

  private static String exchange(String subject) {
    Instant end = gate.clock.instant().plus(Duration.ofMinutes(5));
    String token =
        ISSUER.issue(
            Algorithm.RS256,
            Map.of("sub", subject, "aud", "sts.amazonaws.com", "exp", end.getEpochSecond()));
    try (StsClient sts = gate.clients.sts(gate.submitter)) {
      return sts.assumeRoleWithWebIdentity(
              r -> r.roleArn(POD).roleSessionName("test").webIdentityToken(token))
          .assumedRoleUser()
          .arn();
    }
  }
}
