package io.rolecall.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.oidc.TokenIssuer.Algorithm;
import io.rolecall.localaws.saml.SamlIdentityProvider;
import io.rolecall.localaws.saml.SamlIdentityProvider.Claims;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process logs all that it can, with either packaging of the SDK and either back end; no secret
 * is in its logs, also after their configuration was loaded again.
 */
class ITestLogs {

  private static final String JOBS = "111111111111";
  private static final String DATA = "222222222222";
  private static final String HUB = "arn:aws:iam::111111111111:role/hub";
  private static final String NODE = "arn:aws:iam::111111111111:role/node";
  private static final String EXTERNAL_ID = "external-id-that-nobody-should-guess";
  private static final String CONTAINER_TOKEN = "container-authorization-of-this-task";
  private static final String SUBJECT = "system:serviceaccount:jobs:etl";
  private static final String AUDIENCE = "sts.amazonaws.com";

  private static final SamlIdentityProvider IDP =
      new SamlIdentityProvider("https://idp.example.com/saml");
  private static final TokenIssuer ISSUER = new TokenIssuer(URI.create("https://oidc.example.com"));

  /** A bucket, and a role, for each way to a session. */
  private static final List<String> BUCKETS =
      List.of("keys", "chain", "container", "metadata", "saml", "web");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  JOBS,
                  jobs ->
                      jobs.user("submitter")
                          .oidcProvider(ISSUER, AUDIENCE)
                          .samlProvider("company", IDP)
                          .role("node", role -> role.trusts(submitter()))
                          .role("hub", role -> role.trusts(submitter())))
              .account(
                  DATA,
                  data -> {
                    BUCKETS.forEach(data::bucket);
                    data.oidcProvider(ISSUER, AUDIENCE)
                        .samlProvider("company", IDP)
                        .role(
                            "keys",
                            r -> r.trusts(submitter()).externalId(EXTERNAL_ID).readWrite("keys"))
                        .role(
                            "chain", r -> r.trusts(HUB).externalId(EXTERNAL_ID).readWrite("chain"))
                        .role("container", r -> r.trusts(NODE).readWrite("container"))
                        .role("metadata", r -> r.trusts(NODE).readWrite("metadata"))
                        .role("saml", r -> r.trustsSaml("company").readWrite("saml"))
                        .role("web", r -> r.trustsWebIdentity(ISSUER, SUBJECT).readWrite("web"));
                  })
              .instanceProfile(NODE, Duration.ofHours(1)));

  @Started private static LocalAws aws;

  @TempDir private Path folder;

  private static String submitter() {
    return "arn:aws:iam::" + JOBS + ":user/submitter";
  }

  private static String role(String name) {
    return "arn:aws:iam::" + DATA + ":role/" + name;
  }

  @ParameterizedTest
  @CsvSource({"BUNDLE, LOG4J2", "BUNDLE, RELOAD4J", "MODULES, LOG4J2", "MODULES, RELOAD4J"})
  void aJobsLogsHoldNoSecret(Packaging packaging, BackEnd backEnd) throws Exception {
    String assertion =
        IDP.respond(
            Claims.now(
                "alice@example.com",
                role("saml") + ",arn:aws:iam::" + DATA + ":saml-provider/company"));
    Path assertionFile = Files.writeString(folder.resolve("assertion"), assertion);
    String token =
        ISSUER.issue(
            Algorithm.RS256,
            Map.of(
                "sub",
                SUBJECT,
                "aud",
                AUDIENCE,
                "exp",
                Instant.now().plus(Duration.ofHours(1)).getEpochSecond()));
    Path tokenFile = Files.writeString(folder.resolve("token"), token);
    writeConfiguration(assertionFile, tokenFile);

    List<String> arguments = new ArrayList<>(List.of(backEnd.name()));
    arguments.addAll(BUCKETS);
    String text = run(packaging, backEnd, LoudJob.class, arguments);

    LoudLog log = new LoudLog(text);
    assertThat(log.count(LoudJob.RELOADED)).isEqualTo(BUCKETS.size());
    assertThat(log.loggers())
        .contains("org.apache.hadoop.fs.s3a.S3AFileSystem", "io.rolecall.renewal.LiveSession");
    Set<String> secrets = new HashSet<>(aws.secrets());
    secrets.addAll(Set.of(EXTERNAL_ID, CONTAINER_TOKEN, assertion, token));
    assertThat(log.loggersThatShow(secrets)).isEmpty();
  }

  /** So that the test above can fail, and that a logger which is new in the SDK is noticed. */
  @ParameterizedTest
  @CsvSource({"BUNDLE, LOG4J2", "BUNDLE, RELOAD4J", "MODULES, LOG4J2", "MODULES, RELOAD4J"})
  void theSdkByItselfLogsSecrets(Packaging packaging, BackEnd backEnd) throws Exception {
    AccessKey key = aws.credentialsOf(JOBS, "submitter");
    String text =
        run(
            packaging,
            backEnd,
            LoudClients.class,
            List.of(
                aws.endpoint().toString(),
                key.accessKeyId(),
                key.secretAccessKey(),
                role("keys"),
                EXTERNAL_ID,
                "keys"));
    Set<String> secrets = new HashSet<>(aws.secrets());
    secrets.add(EXTERNAL_ID);
    assertThat(new LoudLog(text).loggersThatShow(secrets))
        .isNotEmpty()
        .allSatisfy(logger -> assertThat(packaging.secretLoggers()).contains(logger))
        .containsAll(packaging.alwaysLoud());
  }

  private String run(Packaging packaging, BackEnd backEnd, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(backEnd.options(folder));
    command.addAll(
        List.of(
            "-cp",
            String.join(
                File.pathSeparator,
                folder.toString(),
                Packaging.target("test-classes").toString(),
                Workplace.ofThisProject().pluginJar().toString(),
                backEnd.classPath(),
                packaging.classPath()),
            main.getName()));
    command.addAll(arguments);
    FinishedProcess process =
        FinishedProcess.run(
            command,
            Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                aws.metadataEndpoint() + "/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                CONTAINER_TOKEN,
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                aws.metadataEndpoint().toString()),
            folder);
    assertThat(process.exitCode()).as(process.err()).isZero();
    Path jul = folder.resolve("jul");
    return Files.readString(folder.resolve("log"))
        + (Files.exists(jul) ? Files.readString(jul) : "")
        + process.out()
        + process.err();
  }

  private void writeConfiguration(Path assertionFile, Path tokenFile) throws IOException {
    String routes =
        """
        {
          "version": 1,
          "identities": {
            "company": {"kind": "saml", "assertionCommand": ["cat", "%s"]},
            "pod": {"kind": "web-identity", "tokenFile": "%s"}
          },
          "routes": [
            {"location": "s3a://keys", "role": "%s", "externalId": "%s", "by": "keys"},
            {"location": "s3a://chain", "by": "keys",
             "roles": [{"role": "%s"}, {"role": "%s", "externalId": "%s"}]},
            {"location": "s3a://container", "role": "%s", "by": "container"},
            {"location": "s3a://metadata", "role": "%s", "by": "instance-profile"},
            {"location": "s3a://saml", "role": "%s", "by": "company"},
            {"location": "s3a://web", "role": "%s", "by": "pod"}
          ]
        }
        """
            .formatted(
                assertionFile,
                tokenFile,
                role("keys"),
                EXTERNAL_ID,
                HUB,
                role("chain"),
                EXTERNAL_ID,
                role("container"),
                role("metadata"),
                role("saml"),
                role("web"));
    AccessKey key = aws.credentialsOf(JOBS, "submitter");
    String endpoint = aws.endpoint().toString();
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.s3a.endpoint", endpoint);
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    conf.set("fs.s3a.assumed.role.sts.endpoint", endpoint);
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set("fs.s3a.access.key", key.accessKeyId());
    conf.set("fs.s3a.secret.key", key.secretAccessKey());
    conf.set("fs.s3a.rolecall.routes", routes);
    try (OutputStream out = Files.newOutputStream(folder.resolve("core-site.xml"))) {
      conf.writeXml(out);
    }
  }
}
