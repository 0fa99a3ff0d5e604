package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.OidcProvider;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RoleSession;
import io.rolecall.localaws.iam.SessionTags;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.oidc.JsonWebTokens;
import io.rolecall.localaws.oidc.JsonWebTokens.InvalidTokenException;
import io.rolecall.localaws.text.Xml;
import java.time.Clock;

/** A session for the holder of a token that the account's OpenID Connect provider vouches for. */
public final class AssumeRoleWithWebIdentity implements StsAction {
  private final World world;
  private final SessionIssuer issuer;
  private final Clock clock;

  public AssumeRoleWithWebIdentity(World world, SessionIssuer issuer, Clock clock) {
    this.world = world;
    this.issuer = issuer;
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
    String subject =
        role == null
            ? null
            : role.trust().webIdentities().get(provider.issuer().issuer().toString());
    if (role == null || !claims.subject().equals(subject)) {
      throw new AwsError(
          403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    RoleSession session = issuer.issue(role, request, null, SessionTags.none());
    return StsXml.session(session, request.policyText())
        + Xml.element("SubjectFromWebIdentityToken", claims.subject())
        + Xml.element("Audience", provider.audience())
        + Xml.element("Provider", provider.issuer().issuer().toString());
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
