package io.rolecall.localaws.oidc;

import io.rolecall.localaws.oidc.TokenIssuer.Algorithm;
import io.rolecall.localaws.policy.JsonParser;
import io.rolecall.localaws.policy.MalformedPolicyException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JSON Web Tokens of one issuer by its published keys, as those do who trust it.
 * Thread-safe.
 */
public final class JsonWebTokens {
  private final String issuer;
  private final String jwks;
  private final Clock clock;

  /**
   * A verifier.
   *
   * @param issuer what {@code iss} must be
   * @param jwks the issuer's keys, as it publishes them
   * @param clock what {@code exp} and {@code nbf} are compared with
   */
  public JsonWebTokens(String issuer, String jwks, Clock clock) {
    this.issuer = issuer;
    this.jwks = jwks;
    this.clock = clock;
  }

  /** Why a token is refused. */
  public enum Reason {
    /** It is no token of three parts. */
    MALFORMED,
    /** It is not signed by a key of the issuer. */
    SIGNATURE,
    /** It is of another issuer. */
    ISSUER,
    /** Its time is over, or has not come. */
    EXPIRED
  }

  /** A token that is refused. */
  public static final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    InvalidTokenException(Reason reason, String message) {
      super(message);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /**
   * What a verified token says.
   *
   * @param subject the {@code sub}; empty without one
   * @param audiences the {@code aud}, one or several
   * @param all every claim
   */
  public record Claims(String subject, List<String> audiences, Map<String, @Nullable Object> all) {}

  /** The claims of a token, whose audience and subject are the caller's to judge. */
  public Claims verify(String token) throws InvalidTokenException {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new InvalidTokenException(Reason.MALFORMED, "not three parts");
    }
    Map<String, @Nullable Object> header = object(parts[0]);
    Map<String, @Nullable Object> claims = object(parts[1]);
    if (!isSigned(parts, header)) {
      throw new InvalidTokenException(Reason.SIGNATURE, "not signed by a key of " + issuer);
    }
    if (!issuer.equals(claims.get("iss"))) {
      throw new InvalidTokenException(Reason.ISSUER, "issuer " + claims.get("iss"));
    }
    Instant now = clock.instant();
    if (!now.isBefore(time(claims, "exp", Instant.EPOCH))
        || now.isBefore(time(claims, "nbf", Instant.EPOCH))) {
      throw new InvalidTokenException(Reason.EXPIRED, "not valid at " + now);
    }
    Object audience = claims.get("aud");
    List<String> audiences =
        audience instanceof List<?> several
            ? several.stream().map(String::valueOf).toList()
            : audience == null ? List.of() : List.of(audience.toString());
    Object subject = claims.get("sub");
    return new Claims(subject == null ? "" : subject.toString(), audiences, claims);
  }

  /** What a token that nobody has verified says its issuer is; empty if it does not say. */
  public static String issuerOf(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      Object issuer = parts.length == 3 ? object(parts[1]).get("iss") : null;
      return issuer == null ? "" : issuer.toString();
    } catch (InvalidTokenException e) {
      return "";
    }
  }

  private boolean isSigned(String[] parts, Map<String, @Nullable Object> header)
      throws InvalidTokenException {
    try {
      for (Object element : keys()) {
        if (element instanceof Map<?, ?> jwk
            && String.valueOf(jwk.get("kid")).equals(header.get("kid"))
            && String.valueOf(jwk.get("alg")).equals(header.get("alg"))) {
          Signature signature = Algorithm.valueOf(String.valueOf(jwk.get("alg"))).signature();
          signature.initVerify(key(jwk));
          signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
          return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        }
      }
      return false;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private List<?> keys() throws InvalidTokenException {
    Object keys = json(jwks).get("keys");
    return keys instanceof List<?> list ? list : List.of();
  }

  private static PublicKey key(Map<?, ?> jwk) throws GeneralSecurityException {
    if ("RSA".equals(jwk.get("kty"))) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
    }
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp384r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(number(jwk, "x"), number(jwk, "y")),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(Map<?, ?> jwk, String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(jwk.get(member))));
  }

  private static Instant time(
      Map<String, @Nullable Object> claims, String name, Instant otherwise) {
    return claims.get(name) instanceof Number seconds
        ? Instant.ofEpochSecond(seconds.longValue())
        : otherwise;
  }

  private static Map<String, @Nullable Object> object(String part) throws InvalidTokenException {
    try {
      return json(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new InvalidTokenException(Reason.MALFORMED, "not base64url");
    }
  }

  @SuppressWarnings("unchecked") // JsonParser's objects have strings for names
  private static Map<String, @Nullable Object> json(String text) throws InvalidTokenException {
    try {
      if (JsonParser.parse(text) instanceof Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
      }
    } catch (MalformedPolicyException e) {
      // Falls to the message below, which says the same.
    }
    throw new InvalidTokenException(Reason.MALFORMED, "not a JSON object");
  }
}
