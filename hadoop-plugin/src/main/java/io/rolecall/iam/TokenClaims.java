package io.rolecall.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who a web identity token says that its bearer is, for messages: nothing is verified here.
 *
 * @param issuer who issued it, without {@code https://}
 * @param audience for whom
 * @param subject the bearer
 */
public record TokenClaims(String issuer, String audience, String subject) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HTTPS = "https://";

  /** Anybody may have written it: what could be seen otherwise than it is, is not shown. */
  private static final Pattern SHOWN = Pattern.compile("[ -~]{1,255}");

  /**
   * Reads a token.
   *
   * @param token a JSON web token
   * @return empty if it is none, or has claims that AWS would not take
   */
  public static Optional<TokenClaims> of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    JsonNode claims;
    try {
      claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
    JsonNode audience = claims.path("aud");
    String issuer = text(claims.path("iss"));
    String aud = text(audience.isArray() ? audience.path(0) : audience);
    String subject = text(claims.path("sub"));
    return !issuer.startsWith(HTTPS) || aud.isEmpty() || subject.isEmpty()
        ? Optional.empty()
        : Optional.of(new TokenClaims(issuer.substring(HTTPS.length()), aud, subject));
  }

  private static String text(JsonNode claim) {
    String text = claim.isTextual() ? claim.asText() : "";
    return SHOWN.matcher(text).matches() ? text : "";
  }
}
