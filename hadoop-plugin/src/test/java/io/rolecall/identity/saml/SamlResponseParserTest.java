package io.rolecall.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.identity.saml.SamlResponse.Entitlement;
import io.rolecall.route.RoleArn;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a SAML response, and which ones are not read at all. */
class SamlResponseParserTest {

  private static final String PROVIDER = "arn:aws:iam::111122223333:saml-provider/company";
  private static final String OTHER = "arn:aws:iam::111122223333:saml-provider/other";
  private static final RoleArn READER = RoleArn.parse("arn:aws:iam::111122223333:role/reader");
  private static final RoleArn WRITER = RoleArn.parse("arn:aws:iam::111122223333:role/a/writer");

  private static final String ASSERTION =
      """
      <a:Assertion ID="_a"><a:Issuer>https://idp.example.com</a:Issuer>
        <d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"><d:SignedInfo>
          <d:Reference URI="#_a"/></d:SignedInfo></d:Signature>
        <a:Subject><a:SubjectConfirmation>
          <a:SubjectConfirmationData NotOnOrAfter="2026-01-01T00:05:00Z"/>
        </a:SubjectConfirmation></a:Subject>
        <a:Conditions NotOnOrAfter="2026-01-01T01:00:00Z"><a:AudienceRestriction>
          <a:Audience>https://signin.aws.amazon.com/saml</a:Audience>
        </a:AudienceRestriction></a:Conditions>
        <a:AttributeStatement>
          <a:Attribute Name="https://aws.amazon.com/SAML/Attributes/Role">
            <a:AttributeValue>%1$s,%3$s</a:AttributeValue>
            <a:AttributeValue> %3$s , %2$s </a:AttributeValue>
          </a:Attribute>
          <a:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName">
            <a:AttributeValue>alice@example.com</a:AttributeValue></a:Attribute>
          <a:Attribute Name="https://aws.amazon.com/SAML/Attributes/SessionDuration">
            <a:AttributeValue>3600</a:AttributeValue></a:Attribute>
        </a:AttributeStatement>
      </a:Assertion>
      """
          .formatted(READER, WRITER, PROVIDER);

  private static String response(String content) {
    return "<p:Response xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\""
        + " xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_r\">"
        + content
        + "</p:Response>";
  }

  private static SamlResponse parse(String text) throws SignInException {
    return SamlResponseParser.parse(text, "SAML assertion of /a");
  }

  private static String refusal(String text) {
    SignInException refusal = catchThrowableOfType(SignInException.class, () -> parse(text));
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
    return String.valueOf(refusal.getMessage())
        .replaceAll(
            "^SAML assertion of /a: (.*)\\. Expected a SAML 2\\.0 response, in base64 or as XML$",
            "$1");
  }

  @Test
  void readsWhatAwsReads() throws SignInException {
    String xml = response(ASSERTION);
    SamlResponse response = parse("\n" + xml + "\n");
    assertThat(response.issuer()).isEqualTo("https://idp.example.com");
    assertThat(response.entitlements())
        .containsExactly(new Entitlement(READER, PROVIDER), new Entitlement(WRITER, PROVIDER));
    assertThat(response.sessionName()).isEqualTo("alice@example.com");
    assertThat(response.sessionDuration()).contains(Duration.ofHours(1));
    assertThat(response.audiences()).containsExactly("https://signin.aws.amazon.com/saml");
    assertThat(response.notOnOrAfter()).contains(Instant.parse("2026-01-01T00:05:00Z"));
    assertThat(Base64.getDecoder().decode(response.encoded()))
        .isEqualTo(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsBase64InLines() throws SignInException {
    byte[] xml = response(ASSERTION).getBytes(StandardCharsets.UTF_8);
    assertThat(parse(Base64.getMimeEncoder().encodeToString(xml)).sessionName())
        .isEqualTo("alice@example.com");
  }

  /** {@code BASE64} stands for the response, {@code ESCAPED} for what a form makes of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SAMLResponse=ESCAPED",
        "SAMLResponse=ESCAPED&RelayState=https%3A%2F%2Fx",
        "RelayState=&SAMLResponse=ESCAPED",
        "SAMLResponse=BASE64",
        "ESCAPED",
        "\"BASE64\"",
        "'BASE64'",
        "\uFEFFBASE64",
        "\uFEFFXML",
        " \"SAMLResponse=ESCAPED\" ",
        "SAMLResponse: BASE64",
        "SAMLResponse:\nBASE64",
        "SAMLResponse\tBASE64",
        "\"SAMLResponse\": \"BASE64\"",
        "HTML",
        "SAMLResponse=HTML",
      })
  void readsWhatABrowserGives(String copied) throws SignInException {
    // A length that base64 fills up with '=', which forms escape.
    String xml = response(ASSERTION) + " ";
    String base64 = Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    assertThat(
            parse(
                    copied
                        .replace("BASE64", base64)
                        .replace("ESCAPED", URLEncoder.encode(base64, StandardCharsets.UTF_8))
                        .replace(
                            "HTML",
                            base64.replace("=", "&#x3D;").replace("+", "&#43;") + "&#xd;&#xa;")
                        .replace("XML", xml))
                .sessionName())
        .isEqualTo("alice@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"/> | Responder",
        "<p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"><p:StatusCode"
            + " Value=\"urn:oasis:names:tc:SAML:2.0:status:AuthnFailed\"/></p:StatusCode>"
            + " | Responder, AuthnFailed",
        "<p:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Requester\"/>"
            + "<p:StatusMessage>no such user</p:StatusMessage> | Requester: no such user",
        "<p:StatusCode Value=\"\"/> | no status",
      })
  void saysThatTheIdentityProviderRefused(String status, String said) {
    String refusal =
        "the identity provider answers that the sign-in failed ("
            + said
            + "). Sign in again, or ask who runs it";
    assertThat(refusal(response("<p:Status>" + status + "</p:Status>"))).isEqualTo(refusal);
    // What comes with it is not believed either.
    assertThat(refusal(response("<p:Status>" + status + "</p:Status>" + ASSERTION)))
        .isEqualTo(refusal);
  }

  @Test
  void readsAResponseThatSaysThatItSucceeded() throws SignInException {
    assertThat(
            parse(
                    response(
                        "<p:Status><p:StatusCode"
                            + " Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></p:Status>"
                            + ASSERTION))
                .sessionName())
        .isEqualTo("alice@example.com");
  }

  @Test
  void showsNothingThatCouldBeUsed() throws SignInException {
    SamlResponse response = parse(response(ASSERTION));
    assertThat(response)
        .hasToString(
            "SAML assertion of https://idp.example.com for alice@example.com until"
                + " 2026-01-01T00:05:00Z");
    assertThat(response.toString()).doesNotContain(response.encoded());
  }

  @Test
  void refusesASecondAssertionWhereverItIs() {
    String evil = ASSERTION.replace("_a", "_evil").replace("alice", "mallory");
    String message =
        "it has 2 assertions; with more than one, the signed one could be another than the one that"
            + " is read";
    assertThat(refusal(response(evil + ASSERTION))).isEqualTo(message);
    assertThat(refusal(response(ASSERTION + evil))).isEqualTo(message);
    assertThat(refusal(response(evil + "<p:Extensions>" + ASSERTION + "</p:Extensions>")))
        .isEqualTo(message);
    assertThat(
            refusal(
                response(
                    evil.replace(
                        "</d:SignedInfo>",
                        "</d:SignedInfo><d:Object>" + ASSERTION + "</d:Object>"))))
        .isEqualTo(message);
  }

  @Test
  void refusesAnAssertionInExtensions() {
    assertThat(refusal(response("<p:Extensions>" + ASSERTION + "</p:Extensions>")))
        .isEqualTo("its assertion is not where it belongs, right in the response");
  }

  @Test
  void refusesAnAssertionOfAnotherNamespace() {
    assertThat(
            refusal(
                response(ASSERTION)
                    .replace("urn:oasis:names:tc:SAML:2.0:assertion", "urn:example:assertion")))
        .isEqualTo("its assertion is not where it belongs, right in the response");
  }

  @Test
  void refusesIdsThatAreNotUnique() {
    assertThat(refusal(response(ASSERTION.replace("<a:Subject>", "<a:Subject ID=\"_a\">"))))
        .isEqualTo("two of its elements have the same ID");
    assertThat(refusal(response(ASSERTION.replace("_a\"", "_r\""))))
        .isEqualTo("two of its elements have the same ID");
  }

  @Test
  void refusesWhatNoSignatureCovers() {
    String message =
        "no signature covers its assertion; the identity provider must sign the response or the"
            + " assertion";
    assertThat(refusal(response(ASSERTION.replace("#_a", "#_other")))).isEqualTo(message);
    assertThat(refusal(response(ASSERTION.replaceAll("(?s)<d:Signature.*</d:Signature>", ""))))
        .isEqualTo(message);
  }

  @Test
  void refusesACommentInAValue() {
    assertThat(
            refusal(response(ASSERTION.replace("alice@example.com", "alice@example<!-- -->.com"))))
        .isEqualTo("a value of 'AttributeValue' holds more than text (a comment?)");
    assertThat(refusal(response(ASSERTION.replace(":role/reader,", ":role/<!-- -->reader,"))))
        .isEqualTo("a value of 'AttributeValue' holds more than text (a comment?)");
  }

  @Test
  void refusesDocumentTypesAndWithThemEntities() {
    assertThat(
            refusal(
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                    + response(ASSERTION.replace("alice@example.com", "&x;"))))
        .isEqualTo("not usable as XML, in line 1: it has a document type");
  }

  @Test
  void refusesAnEncryptedAssertion() {
    assertThat(refusal(response("<a:EncryptedAssertion/>")))
        .startsWith("its assertion is encrypted, so its roles cannot be read");
  }

  /** {@code (...)} stands for the base64 of what is in it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<unfinished | not usable as XML, in line 1",
        "(<unfinished) | not usable as XML, in line 1",
        "<a/> | its root is 'a', not a Response",
        "<p:AuthnRequest xmlns:p='urn:p'/> | its root is 'AuthnRequest', not a Response",
        "<!DOCTYPE html><html></html> | it is a web page; what is wanted is the value of"
            + " 'SAMLResponse' that its form sends",
        "<html><body>Sign in</body></html> | it is a web page; what is wanted is the value of"
            + " 'SAMLResponse' that its form sends",
        "<input type='hidden' name='SAMLResponse' value='x'/> | it is a web page; what is wanted is"
            + " the value of 'SAMLResponse' that its form sends",
        "'{\"error\": 1}' | it is neither XML nor base64: its character 1 is '{'",
        "PHNhb%2GWw | it is neither XML nor base64: its character 6 is '%'",
        "abc-def_ | it is neither XML nor base64: its character 4 is '-'",
        "PHNhb\u00e4 | it is neither XML nor base64: its character 6 is U+00E4",
        "SAMLResponse= | it is empty",
        "PHNhb | its base64 is damaged or cut off",
        "PH=Nhb== | its base64 is damaged or cut off",
        "(x\u009c compressed) | its base64 holds no XML; a response must be as browsers post it, not"
            + " compressed as in an address",
      })
  void refusesWhatIsNoResponseAndSaysWhatItIs(String text, String message) {
    String given =
        text.startsWith("(")
            ? Base64.getEncoder()
                .encodeToString(
                    text.substring(1, text.length() - 1).getBytes(StandardCharsets.ISO_8859_1))
            : text;
    assertThat(refusal(given)).isEqualTo(message);
  }

  @Test
  void saysWhereAPlusMayHaveBecomeASpace() {
    String hint = "; it has spaces, which may have been '+' before they were copied";
    assertThat(refusal("PHNh bWw")).isEqualTo("not usable as XML, in line 1" + hint);
    assertThat(refusal("PHNh b")).isEqualTo("its base64 is damaged or cut off" + hint);
  }

  @Test
  void refusesAResponseWithoutAnAssertion() {
    assertThat(refusal(response("")))
        .isEqualTo("it holds no assertion; the identity provider signed nobody in");
  }

  @Test
  void saysWhichAttributeIsWrong() {
    assertThat(refusal(response(ASSERTION.replace("Attributes/Role\"", "Attributes/Group\""))))
        .isEqualTo(
            "the assertion has no attribute https://aws.amazon.com/SAML/Attributes/Role: the"
                + " identity provider maps the user to no role of AWS");
    assertThat(refusal(response(ASSERTION.replace("Attributes/RoleSessionName", "x"))))
        .isEqualTo(
            "the assertion has 0 values of the attribute"
                + " https://aws.amazon.com/SAML/Attributes/RoleSessionName, which AWS needs once");
    assertThat(refusal(response(ASSERTION.replace(READER + "," + PROVIDER, "reader"))))
        .isEqualTo(
            "the assertion's role 'reader' is not a role ARN and a SAML provider ARN with a comma"
                + " between them");
    assertThat(refusal(response(ASSERTION.replace(">3600<", ">1h<"))))
        .isEqualTo("the assertion's SessionDuration [1h] is not a number of seconds");
    assertThat(refusal(response(ASSERTION.replace("2026-01-01T00:05:00Z", "soon"))))
        .isEqualTo("the assertion's NotOnOrAfter 'soon' is no time");
  }

  @Test
  void findsTheProviderOfARole() throws SignInException {
    assertThat(parse(response(ASSERTION)).providerOf(WRITER, Optional.empty())).isEqualTo(PROVIDER);
  }

  @Test
  void refusesARoleOrProviderThatItDoesNotEntitleTo() throws SignInException {
    SamlResponse response = parse(response(ASSERTION));
    RoleArn admin = RoleArn.parse("arn:aws:iam::111122223333:role/admin");
    SignInException refusal =
        catchThrowableOfType(
            SignInException.class, () -> response.providerOf(admin, Optional.empty()));
    assertThat(refusal)
        .hasMessage(
            "the SAML assertion of https://idp.example.com entitles alice@example.com to ["
                + READER
                + ", "
                + WRITER
                + "], not to "
                + admin
                + ". Let the identity provider map the user to that role, or route to one of"
                + " these");
    assertThat(refusal.reason()).isEqualTo(Reason.NOT_ENTITLED);
    assertThat(
            catchThrowableOfType(
                SignInException.class, () -> response.providerOf(READER, Optional.of(OTHER))))
        .hasMessageEndingWith(
            "entitles to "
                + READER
                + " by ["
                + PROVIDER
                + "], not by "
                + OTHER
                + ", which is configured as 'provider'");
  }

  @Test
  void doesNotGuessAmongProviders() throws SignInException {
    String two =
        READER + "," + PROVIDER + "</a:AttributeValue><a:AttributeValue>" + READER + "," + OTHER;
    SamlResponse response = parse(response(ASSERTION.replace(READER + "," + PROVIDER, two)));
    assertThat(response.providerOf(READER, Optional.of(OTHER))).isEqualTo(OTHER);
    assertThat(
            catchThrowableOfType(
                SignInException.class, () -> response.providerOf(READER, Optional.empty())))
        .hasMessageEndingWith(
            "by several providers " + List.of(PROVIDER, OTHER) + "; name one as 'provider'");
  }
}
