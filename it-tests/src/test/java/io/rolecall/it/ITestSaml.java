package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.saml.SamlIdentityProvider;
import io.rolecall.localaws.saml.SamlIdentityProvider.Claims;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide for SAML: a user whom the company's identity provider has signed in: SAML assertions
 * for sessions.
 */
class ITestSaml {

  private static final String PROVIDER = "arn:aws:iam::111111111111:saml-provider/company";
  private static final String ANALYST = "arn:aws:iam::111111111111:role/analyst";
  private static final String HUB = "arn:aws:iam::111111111111:role/hub";
  private static final String UNTRUSTING = "arn:aws:iam::111111111111:role/untrusting";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final SamlIdentityProvider IDP =
      new SamlIdentityProvider("https://idp.example.com/saml");

  private static final GuidePage GUIDE = GuidePage.of("saml");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  "111111111111",
                  account ->
                      account
                          .bucket("own")
                          .samlProvider("company", IDP)
                          .role("analyst", role -> role.trustsSaml("company").readWrite("own"))
                          .role("hub", role -> role.trustsSaml("company"))
                          .role("untrusting", role -> role.readWrite("own")))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .role("reader", role -> role.trusts(HUB).read("partner"))));

  @Started private static LocalAws aws;

  @TempDir private java.nio.file.Path directory;
  private java.nio.file.Path file;
  private Configuration conf;

  @BeforeAll
  static void fill() throws IOException {
    aws.put("own", "f", "own".getBytes(StandardCharsets.UTF_8));
    aws.put("partner", "f", "partner".getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void configure() {
    file = directory.resolve("assertion");
    conf = S3Conf.rolecall(aws.endpoint(), "5s");
    conf.set("fs.s3a.rolecall.session.wait", "2s");
  }

  private void signIn(Claims claims) throws IOException {
    java.nio.file.Path next = Files.writeString(directory.resolve("next"), IDP.respond(claims));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Claims alice(String... roles) {
    return Claims.now("alice@example.com", roles);
  }

  private void direct(String role) {
    conf.set(
        "fs.s3a.rolecall.routes",
        GUIDE.block("direct", "/run/user/1000/assertion", file.toString()).replace(ANALYST, role));
  }

  private void throughTheHub() {
    conf.set(
        "fs.s3a.rolecall.routes",
        GUIDE.block("hub", "[\"/opt/idp/sign-in\", \"--batch\"]", "[\"cat\", \"" + file + "\"]"));
  }

  private void refuses(String... parts) throws IOException {
    try (FileSystem fs = S3Files.open(conf, "own")) {
      assertThatThrownBy(() -> S3Files.read(fs, "s3a://own/f"))
          .isInstanceOf(AccessDeniedException.class)
          .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
    assertThat(aws.log().s3()).isEmpty();
  }

  @Test
  void theAssertionGivesTheRoutesRole() throws IOException {
    signIn(alice(PROVIDER + "," + HUB, ANALYST + "," + PROVIDER));
    direct(ANALYST);
    try (FileSystem fs = S3Files.open(conf, "own")) {
      assertThat(S3Files.read(fs, "s3a://own/f")).isEqualTo("own");
    }
    assertThat(aws.log().bucket("own"))
        .isNotEmpty()
        .allMatch(
            entry ->
                "arn:aws:sts::111111111111:assumed-role/analyst/alice@example.com"
                    .equals(entry.principalArn()));
    assertThat(aws.log().operation("AssumeRoleWithSAML"))
        .isNotEmpty()
        .allMatch(entry -> entry.status() == 200);
  }

  @Test
  void streamsGoOnForAsLongAsTheCommandSignsIn() throws IOException {
    signIn(alice(HUB + "," + PROVIDER).validFor(Duration.ofSeconds(5)));
    throughTheHub();
    try (FileSystem fs = S3Files.open(conf, "partner");
        FSDataInputStream in = fs.open(new Path("s3a://partner/f"))) {
      Await.until(
          PATIENCE,
          () -> {
            signIn(alice(HUB + "," + PROVIDER).validFor(Duration.ofSeconds(5)));
            in.seek(0);
            assertThat(in.read()).isEqualTo('p');
            assertThat(S3Files.read(fs, "s3a://partner/f")).isEqualTo("partner");
            return aws.log().operation("AssumeRoleWithSAML").count() >= 4;
          });
    }
    assertThat(aws.log().sts()).allMatch(entry -> entry.status() == 200);
    assertThat(aws.log().operation("AssumeRole"))
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(
            entry ->
                "arn:aws:sts::111111111111:assumed-role/hub/alice@example.com"
                    .equals(entry.principalArn()));
    assertThat(aws.log().bucket("partner"))
        .allMatch(
            entry ->
                String.valueOf(entry.principalArn())
                    .startsWith("arn:aws:sts::222222222222:assumed-role/reader/"));
  }

  @Test
  void aNewSignInHealsWhatAnOldOneEnded() throws IOException {
    signIn(alice(ANALYST + "," + PROVIDER).validFor(Duration.ofSeconds(1)));
    direct(ANALYST);
    try (FileSystem fs = S3Files.open(conf, "own")) {
      assertThat(S3Files.read(fs, "s3a://own/f")).isEqualTo("own");
      // Unlike the claims of an hour ago, those of a second ago are for STS to judge.
      AccessDeniedException refusal =
          Await.until(
              PATIENCE,
              () -> {
                try {
                  S3Files.read(fs, "s3a://own/f");
                  return null;
                } catch (AccessDeniedException e) {
                  return e;
                }
              });
      assertThat(refusal.getMessage())
          .contains("the SAML assertion of " + file + " has expired (")
          .contains("). Sign in again and write the new assertion to " + file);
      signIn(alice(ANALYST + "," + PROVIDER));
      Await.until(
          PATIENCE,
          () -> {
            try {
              return S3Files.read(fs, "s3a://own/f").equals("own");
            } catch (AccessDeniedException e) {
              return false;
            }
          });
    }
  }

  @Test
  void refusesARoleThatTheAssertionDoesNotEntitleToWithoutAskingSts() throws IOException {
    signIn(alice(ANALYST + "," + PROVIDER));
    direct(UNTRUSTING);
    refuses(
        "the SAML assertion of https://idp.example.com/saml entitles alice@example.com to ["
            + ANALYST
            + "], not to "
            + UNTRUSTING
            + ". Let the identity provider map the user to that role, or route to one of these");
    assertThat(aws.log().sts()).isEmpty();
  }

  @Test
  void saysThatTheRoleDoesNotTrustTheProvider() throws IOException {
    signIn(alice(UNTRUSTING + "," + PROVIDER));
    direct(UNTRUSTING);
    refuses(
        ": AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML. Check that the role"
            + " exists and that its trust policy lets "
            + PROVIDER
            + " do sts:AssumeRoleWithSAML, with a condition on SAML:aud that fits");
  }

  @Test
  void saysThatTheMetadataIsOld() throws IOException {
    Files.writeString(
        file, new SamlIdentityProvider(IDP.entityId()).respond(alice(ANALYST + "," + PROVIDER)));
    direct(ANALYST);
    refuses(
        ": InvalidIdentityToken: Response signature invalid. The assertion does not fit the"
            + " metadata of "
            + PROVIDER
            + ": after a change of the identity provider's certificate, issuer or audience, upload"
            + " its new metadata to that provider in IAM");
  }

  @Test
  void saysThatTheAudienceIsAnother() throws IOException {
    signIn(alice(ANALYST + "," + PROVIDER).forAudience("https://example.com"));
    direct(ANALYST);
    refuses(": InvalidIdentityToken: Response does not contain the required audience.");
  }

  @Test
  void saysThatTheSessionNameIsMalformed() throws IOException {
    signIn(Claims.now("Alice Example", ANALYST + "," + PROVIDER));
    direct(ANALYST);
    refuses(
        ": InvalidIdentityToken: RoleSessionName in AuthnResponse must match"
            + " [a-zA-Z_0-9+=,.@-]{2,64}. The identity provider must send a RoleSessionName of 2 to"
            + " 64 letters, digits and _=,.@+-, without spaces");
  }

  @Test
  void refusesAnAssertionThatHasLongExpired() throws IOException {
    signIn(alice(ANALYST + "," + PROVIDER).validFor(Duration.ofMinutes(-6)));
    direct(ANALYST);
    refuses("the SAML assertion of " + file + " has expired (");
    assertThat(aws.log().sts()).isEmpty();
  }
}
