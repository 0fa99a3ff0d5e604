package io.rolecall.identity.saml;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.identity.saml.SamlResponse.Entitlement;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.session.SessionException.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
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

  private static final String FIELD = "SAMLResponse=";

  private SamlResponseParser() {}

  /**
   * Reads a response.
   *
   * @param text the response, in base64 or as XML
   * @param origin where it comes from, for messages
   * @throws SignInException if it is none that AWS would take
   */
  static SamlResponse parse(String text, String origin) throws SignInException {
    String trimmed = copied(text);
    byte[] xml =
        trimmed.startsWith("<") ? trimmed.getBytes(StandardCharsets.UTF_8) : decode(trimmed);
    try {
      Document document = SamlXml.parse(xml);
      Element assertion = SamlXml.onlyAssertion(document);
      return response(assertion, Base64.getEncoder().encodeToString(xml));
    } catch (SamlXml.UnusableException e) {
      throw new SignInException(
          Reason.MALFORMED,
          Kind.PERMANENT,
          origin + ": " + e.getMessage() + ". Expected a SAML 2.0 response, in base64 or as XML",
          null);
    }
  }

  /**
   * The response in what a person copied from a browser: perhaps quoted, after a byte order mark,
   * as a field of a form, and with that form's escapes. None of these characters is base64's.
   */
  private static String copied(String text) {
    String value = unquoted(text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (value.startsWith("<")) {
      return value;
    }
    int field = value.indexOf(FIELD);
    if (field == 0 || (field > 0 && value.charAt(field - 1) == '&')) {
      value = unquoted(value.substring(field + FIELD.length()).split("&", 2)[0]);
    }
    try {
      // A plus is base64's own here, not a form's space.
      return value.contains("%")
          ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)
          : value;
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static String unquoted(String text) {
    String value = text.trim();
    boolean quoted =
        value.length() > 1
            && value.charAt(0) == value.charAt(value.length() - 1)
            && (value.startsWith("\"") || value.startsWith("'"));
    return quoted ? value.substring(1, value.length() - 1).trim() : value;
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      return new byte[0];
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
