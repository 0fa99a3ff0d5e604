package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.DatabricksException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.handoff.DatabricksCredentialsProvider;
import io.rolecall.handoff.WebIdentityRequest;
import io.rolecall.handoff.WebIdentityTokenSource;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Databricks token for an AWS identity, exchanged as the workspace's federation policy says. */
@Tag("commands")
class ITestDatabricksToken {

  private static final String JOB = "111111111111";
  private static final String ME = "arn:aws:iam::" + JOB + ":user/submitter";
  private static final String AUDIENCE = "ours";
  private static final String PRINCIPAL = "11111111-2222-3333-4444-555555555555";

  private static LocalAws aws;
  private static String issuer;
  private static String jwks;

  @TempDir Path scratch;

  @BeforeAll
  static void startAws() throws IOException, InterruptedException {
    aws = new LocalAwsBuilder().account(JOB, account -> account.user("submitter")).start();
    JsonNode discovery =
        new JsonMapper().readTree(get(aws.endpoint().resolve("/.well-known/openid-configuration")));
    issuer = discovery.get("issuer").asText();
    jwks = get(URI.create(discovery.get("jwks_uri").asText()));
  }

  @AfterAll
  static void stopAws() throws IOException {
    aws.close();
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  private static FederationPolicy policy(Clock clock, String audience, String subject)
      throws IOException {
    return new FederationPolicy(issuer, jwks, clock, audience, subject, PRINCIPAL);
  }

  private static Configuration conf() {
    Configuration conf = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.baseIdentity(conf, aws.credentialsOf(JOB, "submitter"));
    return conf;
  }

  private FinishedProcess token(FederationPolicy workspace, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "databricks-token",
                "--host",
                workspace.host().toString(),
                "--audience",
                AUDIENCE,
                "--client-id",
                PRINCIPAL));
    arguments.addAll(List.of(more));
    return new RolecallScript(scratch).configuration(conf()).run(arguments.toArray(String[]::new));
  }

  private static void assertRefused(FinishedProcess result, String reason) {
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("Databricks refuses the token at ")
        .contains(": invalid_grant: " + reason)
        .contains("the federation policy of service principal " + PRINCIPAL)
        .doesNotContain("eyJ");
  }

  @Test
  void isGotForTheBaseIdentityAsTheGuideTells() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), AUDIENCE, ME)) {
      FinishedProcess result =
          new RolecallScript(scratch)
              .configuration(conf())
              .environment("PATH", RolecallScript.path().getParent() + ":" + System.getenv("PATH"))
              .execute(
                  List.of(
                      "bash",
                      "-c",
                      GuidePage.of("databricks")
                          .block(
                              "token",
                              "https://dbc-1.cloud.databricks.com",
                              workspace.host().toString())));
      assertThat(result.out()).isEqualTo(FederationPolicy.ACCESS_TOKEN + "\n");
      assertThat(result.exitCode()).isZero();
    }
    assertThat(aws.log().operation("GetWebIdentityToken"))
        .anySatisfy(entry -> assertThat(entry.client().principalArn()).isEqualTo(ME));
  }

  @Test
  void isGotWithTheOtherAlgorithmAndAsJson() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), AUDIENCE, ME)) {
      FinishedProcess result = token(workspace, "--algorithm", "ES384", "--json");
      assertThat(new JsonMapper().readTree(result.out()).get("accessToken").asText())
          .isEqualTo(FederationPolicy.ACCESS_TOKEN);
    }
  }

  @Test
  void anotherAudienceIsRefused() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), "another", ME)) {
      assertRefused(token(workspace), "audience [" + AUDIENCE + "]");
    }
  }

  @Test
  void anotherSubjectIsRefused() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), AUDIENCE, ME + "2")) {
      assertRefused(token(workspace), "subject " + ME);
    }
  }

  @Test
  void aTokenThatIsOverIsRefused() throws Exception {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(200));
    try (FederationPolicy workspace = policy(later, AUDIENCE, ME)) {
      assertRefused(token(workspace, "--duration", "60"), "EXPIRED not valid at ");
    }
  }

  @Test
  void keysOfAnotherIssuerRefuseIt() throws Exception {
    try (LocalAws other = new LocalAwsBuilder().account(JOB, account -> {}).start()) {
      String otherKeys = get(other.endpoint().resolve("/.well-known/jwks.json"));
      try (FederationPolicy workspace =
          new FederationPolicy(issuer, otherKeys, Clock.systemUTC(), AUDIENCE, ME, PRINCIPAL)) {
        assertRefused(token(workspace), "SIGNATURE not signed by a key of " + issuer);
      }
    }
  }

  @Test
  void wrongUseIsExplained() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), AUDIENCE, ME)) {
      FinishedProcess tooLong = token(workspace, "--duration", "4000");
      assertThat(tooLong.exitCode()).isEqualTo(2);
      assertThat(tooLong.err())
          .contains(
              "rolecall: a web identity token for 4000 s: AWS allows 60 to 3600 s. Choose a"
                  + " duration between them\n");
      FinishedProcess global =
          token(
              workspace,
              "--conf",
              "fs.s3a.assumed.role.sts.endpoint=sts.amazonaws.com",
              "--conf",
              "fs.s3a.assumed.role.sts.endpoint.region=aws-global");
      assertThat(global.exitCode()).isEqualTo(1);
      assertThat(global.err())
          .contains(
              "rolecall: STS's global endpoint https://sts.amazonaws.com gives no web identity tokens");
    }
  }

  /** A client of Databricks's SDK, signed in as the base identity. */
  private static DatabricksConfig client(FederationPolicy workspace) {
    return new DatabricksConfig()
        .setHost(workspace.host().toString())
        .setClientId(PRINCIPAL)
        .setCredentialsProvider(new DatabricksCredentialsProvider(conf()));
  }

  @Test
  void signsInAClientOfDatabricksOwnSdk() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), AUDIENCE, ME)) {
      DatabricksConfig client = client(workspace).setTokenAudience(AUDIENCE).resolve();
      assertThat(client.authenticate())
          .containsEntry("Authorization", "Bearer " + FederationPolicy.ACCESS_TOKEN);
      assertThat(client.getAuthType()).isEqualTo("rolecall");
    }
  }

  @Test
  void tellsAClientOfDatabricksOwnSdkWhyItIsRefused() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), AUDIENCE, ME)) {
      DatabricksConfig client = client(workspace).setTokenAudience("theirs").resolve();
      assertThatThrownBy(client::authenticate)
          .isInstanceOf(DatabricksException.class)
          .hasMessageStartingWith("rolecall auth: Token request failed with error: invalid_grant")
          .hasMessageContaining("audience [theirs]");
    }
  }

  @Test
  void tellsAClientOfDatabricksOwnSdkThatStsRefuses() throws Exception {
    try (FederationPolicy workspace = policy(Clock.systemUTC(), AUDIENCE, ME);
        WebIdentityTokenSource tokens =
            new WebIdentityTokenSource(
                conf(), Duration.ofHours(2), WebIdentityRequest.Algorithm.RS256)) {
      DatabricksConfig client =
          client(workspace)
              .setTokenAudience(AUDIENCE)
              .setCredentialsProvider(new DatabricksCredentialsProvider(tokens))
              .resolve();
      assertThatThrownBy(client::authenticate)
          .hasStackTraceContaining("a web identity token for 7200 s: AWS allows 60 to 3600 s");
    }
  }

  @Test
  void anAudienceMustBeSaid() {
    try (WebIdentityTokenSource tokens = new WebIdentityTokenSource(conf())) {
      assertThatThrownBy(() -> tokens.getIDToken(null))
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "no audience for AWS's web identity token: set the one that the federation policy"
                  + " names, as token audience of the DatabricksConfig (DATABRICKS_TOKEN_AUDIENCE)");
    }
  }
}
