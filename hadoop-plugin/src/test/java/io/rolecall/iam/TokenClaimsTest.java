package io.rolecall.iam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  private static String token(String subject) {
    String claims =
        "{\"iss\": \"https://issuer.example\", \"aud\": [\"sts\"], \"sub\": \"" + subject + "\"}";
    return "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".sig";
  }

  @Test
  void saysWhoTheBearerIs() {
    assertThat(TokenClaims.of(token("system:serviceaccount:jobs:reader")))
        .contains(new TokenClaims("issuer.example", "sts", "system:serviceaccount:jobs:reader"));
  }

  /** A statement to be copied is made of them, and printed to a terminal. */
  @ParameterizedTest
  @ValueSource(strings = {"a\u009b2J", "a\u202eb", "a\u2028b", "a\\nb", "\u00e4", ""})
  void saysNothingWithTextThatIsSeenOtherwise(String subject) {
    assertThat(TokenClaims.of(token(subject))).isEmpty();
    assertThat(TokenClaims.of(token("x".repeat(256)))).isEmpty();
  }
}
