package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.OidcProvider;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.oidc.JsonWebTokens;
import io.rolecall.localaws.oidc.JsonWebTokens.InvalidTokenException;
import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Decision;
import io.rolecall.localaws.policy.RequestContext;
import io.rolecall.localaws.policy.Requester;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.text.Xml;
import java.time.Clock;
import java.util.Map;

/** A session for the holder of a token that the account's OpenID Connect provider vouches for. */
public final class AssumeRoleWithWebIdentity implements StsAction {
  private final World world;
  private final SessionIssuer issuer;
  private final Faults faults;
  private final Clock clock;

  public AssumeRoleWithWebIdentity(World world, SessionIssuer issuer, Faults faults, Clock clock) {
    this.world = world;
    this.issuer = issuer;
    this.faults = faults;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "AssumeRoleWithWebIdentity";
  }

  @Override
  public String call(StsCall call) throws AwsError {
    RoleSessionRequest request = RoleSessionRequest.parse(call);
    call.asks(request.logged());
    String token = call.required("WebIdentityToken");
    String accountId = request.roleArn().split(":")[4];
    OidcProvider provider = world.oidcProvider(accountId, JsonWebTokens.issuerOf(token));
    if (provider == null) {
      throw invalid(
          "No OpenIDConnect provider found in your account for " + JsonWebTokens.issuerOf(token));
    }
    JsonWebTokens.Claims claims = verify(token, provider);
    if (!claims.audiences().contains(provider.audience())) {
      throw invalid("Incorrect token audience");
    }
    Role role = world.role(request.roleArn());
    if (role == null || !isTrusted(role, provider, claims.subject(), request)) {
      throw new AwsError(
          403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    RoleSession session = issuer.issue(role, request, null, SessionTags.none());
    return StsXml.session(session, faults.packedPolicySize(request.policyText(), Map.of()))
        + Xml.element("SubjectFromWebIdentityToken", claims.subject())
        + Xml.element("Audience", provider.audience())
        + Xml.element("Provider", provider.issuer().issuer().toString());
  }

  private static boolean isTrusted(
      Role role, OidcProvider provider, String subject, RoleSessionRequest request) {
    RequestContext keys =
        RequestContext.empty()
            .with(OidcProvider.key(provider.issuer(), "aud"), provider.audience())
            .with(OidcProvider.key(provider.issuer(), "sub"), subject)
            .with("sts:RoleSessionName", request.sessionName());
    Requester bearer =
        Requester.federated(OidcProvider.arn(role.accountId(), provider.issuer()), keys);
    return role.trust()
            .decide(AccessRequest.of("sts:AssumeRoleWithWebIdentity", role.arn()).by(bearer))
        == Decision.ALLOWED;
  }

  private JsonWebTokens.Claims verify(String token, OidcProvider provider) throws AwsError {
    JsonWebTokens verifier =
        new JsonWebTokens(provider.issuer().issuer().toString(), provider.issuer().jwks(), clock);
    try {
      return verifier.verify(token);
    } catch (InvalidTokenException e) {
      throw switch (e.reason()) {
        case EXPIRED ->
            new AwsError(
                400,
                "ExpiredTokenException",
                "Token expired: current date/time "
                    + clock.instant().getEpochSecond()
                    + " must be before the expiration date/time of the token");
        case SIGNATURE ->
            invalid(
                "Couldn't retrieve verification key from your identity provider,  please reference"
                    + " AssumeRoleWithWebIdentity documentation for requirements");
        case ISSUER, MALFORMED ->
            invalid(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent"
                    + " an Access Token)");
      };
    }
  }

  private static AwsError invalid(String message) {
    return new AwsError(400, "InvalidIdentityToken", message);
  }
}
