package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Decision;
import io.rolecall.localaws.policy.RequestContext;
import io.rolecall.localaws.policy.Requester;
import io.rolecall.localaws.saml.SamlProvider;
import io.rolecall.localaws.saml.SamlSignature;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.text.Xml;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A session for a user whom the account's SAML provider has signed in. */
public final class AssumeRoleWithSaml implements StsAction {
  private static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";
  private static final String AUDIENCE = "https://signin.aws.amazon.com/saml";

  private final World world;
  private final SessionIssuer issuer;
  private final Faults faults;
  private final Clock clock;

  public AssumeRoleWithSaml(World world, SessionIssuer issuer, Faults faults, Clock clock) {
    this.world = world;
    this.issuer = issuer;
    this.faults = faults;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "AssumeRoleWithSAML";
  }

  @Override
  public String call(StsCall call) throws AwsError {
    String roleArn = call.required("RoleArn");
    String principalArn = call.required("PrincipalArn");
    if (!principalArn.matches("arn:aws:iam::\\d{12}:saml-provider/[\\w._-]+")
        || !roleArn.matches("arn:aws:iam::\\d{12}:role/.+")) {
      throw new AwsError(400, "ValidationError", "Request ARN is invalid");
    }
    Element assertion = assertion(call.required("SAMLAssertion"));
    SamlProvider provider = world.samlProvider(principalArn);
    if (provider == null) {
      throw invalid("Specified provider doesn't exist");
    }
    check(assertion, provider);
    String sessionName = sessionName(assertion);
    RoleSessionRequest request = RoleSessionRequest.parse(call, sessionName);
    call.asks(request.logged());
    Role role = world.role(roleArn);
    if (role == null
        || !isTrusted(role, provider, assertion, request)
        || !isEntitled(assertion, roleArn, principalArn)) {
      throw new AwsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML");
    }
    RoleSession session = issuer.issue(role, request, null, SessionTags.none());
    return StsXml.session(session, faults.packedPolicySize(request.policyText(), Map.of()))
        + Xml.element("Subject", sessionName)
        + Xml.element("Issuer", provider.metadata().entityId())
        + Xml.element("Audience", AUDIENCE);
  }

  private static boolean isTrusted(
      Role role, SamlProvider provider, Element assertion, RoleSessionRequest request) {
    RequestContext keys =
        RequestContext.empty()
            .with("saml:aud", recipients(assertion)) // not what is called its audience
            .with("saml:iss", provider.metadata().entityId())
            .with("saml:sub", texts(assertion, "NameID"))
            .with("sts:RoleSessionName", request.sessionName());
    Requester user = Requester.federated(provider.arn(), keys);
    return role.trust().decide(AccessRequest.of("sts:AssumeRoleWithSAML", role.arn()).by(user))
        == Decision.ALLOWED;
  }

  private static List<String> recipients(Element assertion) {
    List<String> recipients = new ArrayList<>();
    NodeList found =
        assertion.getElementsByTagNameNS(SamlSignature.ASSERTION, "SubjectConfirmationData");
    for (int i = 0; i < found.getLength(); i++) {
      recipients.add(((Element) found.item(i)).getAttribute("Recipient"));
    }
    return recipients;
  }

  private static Element assertion(String encoded) throws AwsError {
    try {
      String xml = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return SamlSignature.assertion(SamlSignature.parse(xml));
    } catch (SAXException | IllegalArgumentException e) {
      throw invalid("Invalid base64 SAMLResponse (Service: AWSSecurityTokenService)");
    }
  }

  private void check(Element assertion, SamlProvider provider) throws AwsError {
    String entityId = provider.metadata().entityId();
    if (!texts(assertion, "Issuer").equals(List.of(entityId))) {
      throw invalid("Issuer not present in specified provider");
    }
    if (!SamlSignature.verifies(assertion, provider.metadata().publicKey())) {
      throw invalid("Response signature invalid");
    }
    if (!texts(assertion, "Audience").contains(AUDIENCE)) {
      throw invalid("Response does not contain the required audience.");
    }
    NodeList conditions = assertion.getElementsByTagNameNS(SamlSignature.ASSERTION, "Conditions");
    try {
      Instant end = Instant.parse(((Element) conditions.item(0)).getAttribute("NotOnOrAfter"));
      if (!clock.instant().isBefore(end)) {
        throw new AwsError(
            400, "ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance");
      }
    } catch (DateTimeException e) {
      throw invalid("Response has no valid NotOnOrAfter");
    }
  }

  private static String sessionName(Element assertion) throws AwsError {
    List<String> names = attribute(assertion, "RoleSessionName");
    if (names.size() != 1) {
      throw invalid("RoleSessionName is required in AuthnResponse");
    }
    if (!names.get(0).matches("[a-zA-Z_0-9+=,.@-]{2,64}")) {
      throw invalid("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
    }
    return names.get(0);
  }

  private static boolean isEntitled(Element assertion, String roleArn, String principalArn) {
    return attribute(assertion, "Role").stream()
        .map(pair -> new HashSet<>(List.of(pair.replace(" ", "").split(","))))
        .anyMatch(pair -> pair.equals(Set.of(roleArn, principalArn)));
  }

  private static List<String> attribute(Element assertion, String name) {
    List<String> values = new ArrayList<>();
    NodeList attributes = assertion.getElementsByTagNameNS(SamlSignature.ASSERTION, "Attribute");
    for (int i = 0; i < attributes.getLength(); i++) {
      Element attribute = (Element) attributes.item(i);
      if (attribute.getAttribute("Name").equals(ATTRIBUTES + name)) {
        values.addAll(texts(attribute, "AttributeValue"));
      }
    }
    return values;
  }

  private static List<String> texts(Element above, String name) {
    List<String> texts = new ArrayList<>();
    NodeList found = above.getElementsByTagNameNS(SamlSignature.ASSERTION, name);
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent().trim());
    }
    return texts;
  }

  private static AwsError invalid(String message) {
    return new AwsError(400, "InvalidIdentityToken", message);
  }
}
