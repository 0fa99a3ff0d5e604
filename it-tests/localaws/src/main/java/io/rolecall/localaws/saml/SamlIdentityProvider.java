package io.rolecall.localaws.saml;

import io.rolecall.localaws.text.Xml;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A company's identity provider: signs users in with SAML 2.0 responses for AWS. Thread-safe. */
public final class SamlIdentityProvider {
  private static final String AUDIENCE = "https://signin.aws.amazon.com/saml";

  private final String entityId;
  private final KeyPair keys;

  /**
   * An identity provider with a new key.
   *
   * @param entityId what its assertions name as their issuer
   */
  public SamlIdentityProvider(String entityId) {
    this.entityId = entityId;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  public String entityId() {
    return entityId;
  }

  public PublicKey publicKey() {
    return keys.getPublic();
  }

  /**
   * What a response says.
   *
   * @param sessionName the role session name
   * @param roles values of the Role attribute: a role's and a SAML provider's ARN, a comma between
   * @param audience who it is for
   * @param issued when it was issued
   * @param validity how long it may be redeemed
   */
  public record Claims(
      String sessionName, List<String> roles, String audience, Instant issued, Duration validity) {

    /** For AWS, for five minutes from now on. */
    public static Claims now(String sessionName, String... roles) {
      return new Claims(
          sessionName, List.of(roles), AUDIENCE, Instant.now(), Duration.ofMinutes(5));
    }

    /** With another end. */
    public Claims validFor(Duration time) {
      return new Claims(sessionName, roles, audience, issued, time);
    }

    /** With another audience. */
    public Claims forAudience(String other) {
      return new Claims(sessionName, roles, other, issued, validity);
    }
  }

  /**
   * Signs a user in.
   *
   * @return the response, whose assertion is signed, in base64
   */
  public String respond(Claims claims) {
    String xml = SamlSignature.sign(xml(claims), keys);
    return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
  }

  private String xml(Claims claims) {
    String issued = claims.issued.truncatedTo(ChronoUnit.MILLIS).toString();
    String end = claims.issued.plus(claims.validity).truncatedTo(ChronoUnit.MILLIS).toString();
    String roles =
        claims.roles.stream()
            .map(role -> Xml.element("saml:AttributeValue", role))
            .collect(Collectors.joining());
    return """
    <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"\
     xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0"\
     IssueInstant="%1$s" Destination="https://signin.aws.amazon.com/saml">\
    <saml:Issuer>%2$s</saml:Issuer>\
    <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>\
    </samlp:Status>\
    <saml:Assertion ID="_assertion" Version="2.0" IssueInstant="%1$s">\
    <saml:Issuer>%2$s</saml:Issuer>\
    <saml:Subject><saml:NameID>%3$s</saml:NameID>\
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
    <saml:SubjectConfirmationData NotOnOrAfter="%4$s"\
     Recipient="https://signin.aws.amazon.com/saml"/></saml:SubjectConfirmation>\
    </saml:Subject>\
    <saml:Conditions NotBefore="%1$s" NotOnOrAfter="%4$s"><saml:AudienceRestriction>\
    <saml:Audience>%5$s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
    <saml:AttributeStatement>\
    <saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/Role">%6$s</saml:Attribute>\
    <saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName">\
    <saml:AttributeValue>%3$s</saml:AttributeValue></saml:Attribute>\
    </saml:AttributeStatement></saml:Assertion></samlp:Response>\
    """
        .formatted(issued, entityId, claims.sessionName, end, claims.audience, roles);
  }
}
