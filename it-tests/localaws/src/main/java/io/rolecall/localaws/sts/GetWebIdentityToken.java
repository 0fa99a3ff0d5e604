package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.User;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.oidc.TokenIssuer.Algorithm;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.text.Xml;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A signed token that tells others who the caller is. */
public final class GetWebIdentityToken implements StsAction {
  private static final int MIN_SECONDS = 60;
  private static final int MAX_SECONDS = 3600;
  private static final int DEFAULT_SECONDS = 300;
  private static final int MAX_AUDIENCES = 10;

  private final TokenIssuer issuer;
  private final Clock clock;

  public GetWebIdentityToken(TokenIssuer issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "GetWebIdentityToken";
  }

  @Override
  public String call(StsCall call) throws AwsError, AuthenticationException {
    Principal caller = call.caller();
    List<String> audiences = call.members("Audience", "");
    if (audiences.isEmpty() || audiences.size() > MAX_AUDIENCES) {
      throw StsCall.invalid(
          audiences.toString(), "Audience", "Member must have length between 1 and 10");
    }
    Algorithm algorithm = algorithm(call.required("SigningAlgorithm"));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(duration(call));
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", audiences.size() == 1 ? audiences.get(0) : audiences);
    // A session tells its role: federation policies name roles, not sessions.
    claims.put("sub", caller.match(User::arn, session -> session.role().arn()));
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", end.getEpochSecond());
    return Xml.element("WebIdentityToken", issuer.issue(algorithm, claims))
        + Xml.element("Expiration", end.toString());
  }

  private static Algorithm algorithm(String name) throws AwsError {
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    throw StsCall.invalid(
        name, "SigningAlgorithm", "Member must satisfy enum value set: [RS256, ES384]");
  }

  private static Duration duration(StsCall call) throws AwsError {
    String text = call.parameter("DurationSeconds");
    try {
      int seconds = text == null ? DEFAULT_SECONDS : Integer.parseInt(text);
      if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // Falls to the answer below, which says the same.
    }
    throw StsCall.invalid(text, "DurationSeconds", "Member must have value between 60 and 3600");
  }
}
