package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.localaws.oidc.JsonWebTokens;
import io.rolecall.localaws.oidc.JsonWebTokens.InvalidTokenException;
import io.rolecall.localaws.oidc.JsonWebTokens.Reason;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.oidc.TokenIssuer.Algorithm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens, and who believes them. */
final class JsonWebTokensTest {
  private static final URI ISSUER = URI.create("https://oidc.example.com/id/1");

  private final TestClock clock = new TestClock();
  private final TokenIssuer issuer = new TokenIssuer(ISSUER);

  private Map<String, Object> claims() {
    Instant end = clock.instant().plus(Duration.ofMinutes(5));
    return Map.of("sub", "job \"7\"", "aud", "sts.amazonaws.com", "exp", end.getEpochSecond());
  }

  private Reason refusal(String token) {
    JsonWebTokens verifier = new JsonWebTokens(ISSUER.toString(), issuer.jwks(), clock);
    InvalidTokenException refusal =
        catchThrowableOfType(InvalidTokenException.class, () -> verifier.verify(token));
    assertThat(refusal).isNotNull();
    return refusal.reason();
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void verifiesByThePublishedKeys(Algorithm algorithm) throws InvalidTokenException {
    JsonWebTokens verifier = new JsonWebTokens(ISSUER.toString(), issuer.jwks(), clock);
    JsonWebTokens.Claims claims = verifier.verify(issuer.issue(algorithm, claims()));
    assertThat(claims.subject()).isEqualTo("job \"7\"");
    assertThat(claims.audiences()).isEqualTo(List.of("sts.amazonaws.com"));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void refusesAChangedToken(Algorithm algorithm) {
    String[] parts = issuer.issue(algorithm, claims()).split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.replace("job", "jot").getBytes(StandardCharsets.UTF_8));
    assertThat(refusal(parts[0] + "." + changed + "." + parts[2])).isEqualTo(Reason.SIGNATURE);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void refusesAnotherIssuersKeys(Algorithm algorithm) {
    assertThat(refusal(new TokenIssuer(ISSUER).issue(algorithm, claims())))
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesATokenWithoutASignature() {
    String token = issuer.issue(Algorithm.RS256, claims());
    String none = "{\"alg\":\"none\",\"kid\":\"localaws-RS256\"}";
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(none.getBytes(StandardCharsets.UTF_8));
    assertThat(refusal(header + token.substring(token.indexOf('.')))).isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesAnotherIssuer() {
    Map<String, Object> claims = new java.util.HashMap<>(claims());
    claims.put("iss", "https://oidc.example.com/id/2");
    assertThat(refusal(issuer.issue(Algorithm.RS256, claims))).isEqualTo(Reason.ISSUER);
  }

  @Test
  void refusesATokenWhoseTimeIsOver() {
    String token = issuer.issue(Algorithm.RS256, claims());
    clock.advance(Duration.ofMinutes(5));
    assertThat(refusal(token)).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void refusesWhatIsNoToken() {
    assertThat(refusal("a.b")).isEqualTo(Reason.MALFORMED);
    assertThat(refusal("a.b.c")).isEqualTo(Reason.MALFORMED);
    assertThat(refusal("!.!.!")).isEqualTo(Reason.MALFORMED);
  }
}
