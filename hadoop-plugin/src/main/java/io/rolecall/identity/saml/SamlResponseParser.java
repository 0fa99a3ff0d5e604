package io.rolecall.identity.saml;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.identity.saml.SamlResponse.Entitlement;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.session.SessionException.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Reads SAML responses as AWS does.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html">SAML
 *     assertions for AWS</a>
 */
final class SamlResponseParser {

  private static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";
  private static final String PROVIDER =
      "arn:[a-z0-9-]*:iam::[\\w-]*:saml-provider/[\\w._-]{1,128}";

  private SamlResponseParser() {}

  /**
   * Reads a response.
   *
   * @param text the response, in base64 or as XML
   * @param origin where it comes from, for messages
   * @throws SignInException if it is none that AWS would take
   */
  static SamlResponse parse(String text, String origin) throws SignInException {
    try {
      SamlText response = SamlText.of(text);
      Element assertion = SamlXml.onlyAssertion(response.document());
      return response(assertion, response.base64());
    } catch (SamlXml.UnusableException e) {
      throw new SignInException(
          Reason.MALFORMED,
          Kind.PERMANENT,
          origin + ": " + e.getMessage() + ". Expected a SAML 2.0 response, in base64 or as XML",
          null);
    }
  }

  private static SamlResponse response(Element assertion, String encoded)
      throws SamlXml.UnusableException {
    List<String> names = SamlXml.attribute(assertion, ATTRIBUTES + "RoleSessionName");
    if (names.size() != 1) {
      throw new SamlXml.UnusableException(
          "the assertion has "
              + names.size()
              + " values of the attribute "
              + ATTRIBUTES
              + "RoleSessionName, which AWS needs once");
    }
    Element subject = SamlXml.child(assertion, "Subject");
    Element conditions = SamlXml.child(assertion, "Conditions");
    return new SamlResponse(
        encoded,
        Optional.ofNullable(SamlXml.child(assertion, "Issuer"))
            .map(Element::getTextContent)
            .map(String::trim)
            .orElse("an unnamed issuer"),
        entitlements(SamlXml.attribute(assertion, ATTRIBUTES + "Role")),
        names.get(0),
        duration(SamlXml.attribute(assertion, ATTRIBUTES + "SessionDuration")),
        conditions == null ? List.of() : SamlXml.texts(conditions, "Audience"),
        earliest(end(conditions), end(confirmation(subject))));
  }

  private static List<Entitlement> entitlements(List<String> values)
      throws SamlXml.UnusableException {
    List<Entitlement> entitlements = new ArrayList<>();
    for (String value : values) {
      String[] arns = value.split(",");
      if (arns.length != 2) {
        throw notAPair(value);
      }
      boolean providerFirst = arns[0].trim().matches(PROVIDER);
      String provider = arns[providerFirst ? 0 : 1].trim();
      if (!provider.matches(PROVIDER)) {
        throw notAPair(value);
      }
      try {
        entitlements.add(
            new Entitlement(RoleArn.parse(arns[providerFirst ? 1 : 0].trim()), provider));
      } catch (InvalidRouteException e) {
        throw notAPair(value);
      }
    }
    if (entitlements.isEmpty()) {
      throw new SamlXml.UnusableException(
          "the assertion has no attribute "
              + ATTRIBUTES
              + "Role: the identity provider maps the user to no role of AWS");
    }
    return entitlements;
  }

  private static SamlXml.UnusableException notAPair(String value) {
    return new SamlXml.UnusableException(
        "the assertion's role '"
            + value
            + "' is not a role ARN and a SAML provider ARN with a comma between them");
  }

  private static Optional<Duration> duration(List<String> values) throws SamlXml.UnusableException {
    try {
      return values.stream().map(Long::valueOf).map(Duration::ofSeconds).findFirst();
    } catch (NumberFormatException e) {
      throw new SamlXml.UnusableException(
          "the assertion's SessionDuration " + values + " is not a number of seconds");
    }
  }

  private static @Nullable Element confirmation(@Nullable Element subject) {
    Element method = subject == null ? null : SamlXml.child(subject, "SubjectConfirmation");
    return method == null ? null : SamlXml.child(method, "SubjectConfirmationData");
  }

  private static Optional<Instant> end(@Nullable Element element) throws SamlXml.UnusableException {
    String end = element == null ? "" : element.getAttribute("NotOnOrAfter");
    try {
      return end.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(end));
    } catch (DateTimeException e) {
      throw new SamlXml.UnusableException("the assertion's NotOnOrAfter '" + end + "' is no time");
    }
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
  }
}
