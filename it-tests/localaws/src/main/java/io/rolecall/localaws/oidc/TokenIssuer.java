package io.rolecall.localaws.oidc;

import io.rolecall.localaws.text.JsonText;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An OpenID Connect issuer: signs JSON Web Tokens and publishes its keys, as a Kubernetes cluster
 * or AWS's outbound federation does. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>
 */
public final class TokenIssuer {
  /** How tokens are signed. */
  public enum Algorithm {
    /** RSA with 2048 bits. */
    RS256("RSA", "SHA256withRSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    /** The curve P-384. */
    ES384("EC", "SHA384withECDSAinP1363Format", new ECGenParameterSpec("secp384r1"));

    private final String keyType;
    private final String signature;
    private final AlgorithmParameterSpec parameters;

    Algorithm(String keyType, String signature, AlgorithmParameterSpec parameters) {
      this.keyType = keyType;
      this.signature = signature;
      this.parameters = parameters;
    }

    Signature signature() throws GeneralSecurityException {
      return Signature.getInstance(signature);
    }

    private KeyPair generate() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    }
  }

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int P384_BYTES = 48;

  private final URI issuer;
  private final Map<Algorithm, KeyPair> keys = new EnumMap<>(Algorithm.class);

  /**
   * An issuer with new keys.
   *
   * @param issuer the issuer's URL, the {@code iss} of its tokens
   */
  public TokenIssuer(URI issuer) {
    this.issuer = issuer;
    try {
      for (Algorithm algorithm : Algorithm.values()) {
        keys.put(algorithm, algorithm.generate());
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA and P-384", e);
    }
  }

  public URI issuer() {
    return issuer;
  }

  /**
   * Signs a token.
   *
   * @param algorithm which key
   * @param claims what it says; {@code iss} is added unless it is there, times are seconds since
   *     1970
   * @return the token in its compact form
   */
  public String issue(Algorithm algorithm, Map<String, ?> claims) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("iss", issuer.toString());
    all.putAll(claims);
    Map<String, String> header = new LinkedHashMap<>();
    header.put("alg", algorithm.name());
    header.put("kid", keyId(algorithm));
    header.put("typ", "JWT");
    String signed = encode(JsonText.of(header)) + '.' + encode(JsonText.of(all));
    try {
      Signature signature = algorithm.signature();
      signature.initSign(key(algorithm).getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + '.' + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** The public keys, as JSON. */
  public String jwks() {
    return JsonText.of(Map.of("keys", Arrays.stream(Algorithm.values()).map(this::jwk).toList()));
  }

  /**
   * The discovery document, as JSON.
   *
   * @param jwks where {@link #jwks} is served
   */
  public String discovery(URI jwks) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer.toString());
    document.put("jwks_uri", jwks.toString());
    document.put("response_types_supported", List.of("id_token"));
    document.put("subject_types_supported", List.of("public"));
    document.put(
        "id_token_signing_alg_values_supported",
        Arrays.stream(Algorithm.values()).map(Algorithm::name).toList());
    return JsonText.of(document);
  }

  private Map<String, String> jwk(Algorithm algorithm) {
    Map<String, String> jwk = new LinkedHashMap<>();
    jwk.put("kty", algorithm.keyType);
    jwk.put("use", "sig");
    jwk.put("alg", algorithm.name());
    jwk.put("kid", keyId(algorithm));
    PublicKey key = key(algorithm).getPublic();
    if (key instanceof RSAPublicKey rsa) {
      jwk.put("n", BASE64.encodeToString(unsigned(rsa.getModulus(), 0)));
      jwk.put("e", BASE64.encodeToString(unsigned(rsa.getPublicExponent(), 0)));
    } else if (key instanceof ECPublicKey ec) {
      jwk.put("crv", "P-384");
      jwk.put("x", BASE64.encodeToString(unsigned(ec.getW().getAffineX(), P384_BYTES)));
      jwk.put("y", BASE64.encodeToString(unsigned(ec.getW().getAffineY(), P384_BYTES)));
    }
    return jwk;
  }

  private KeyPair key(Algorithm algorithm) {
    KeyPair pair = keys.get(algorithm);
    if (pair == null) {
      throw new IllegalStateException("no key for " + algorithm);
    }
    return pair;
  }

  private static String keyId(Algorithm algorithm) {
    return "localaws-" + algorithm.name();
  }

  /** Without the sign byte, and at least so long. */
  private static byte[] unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    byte[] digits = Arrays.copyOfRange(bytes, from, bytes.length);
    if (digits.length >= length) {
      return digits;
    }
    byte[] padded = new byte[length];
    System.arraycopy(digits, 0, padded, length - digits.length, digits.length);
    return padded;
  }

  private static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
