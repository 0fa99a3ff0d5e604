package io.rolecall.localaws.sigv4;

import io.rolecall.localaws.http.HttpRequest;
import java.util.Locale;

/** A request's signature that was found good, and what its chunks' signatures go on from. */
public final class VerifiedSignature {
  private final SigningKey key;
  private final Authorization authorization;

  private VerifiedSignature(SigningKey key, Authorization authorization) {
    this.key = key;
    this.authorization = authorization;
  }

  /**
   * Verifies a signature.
   *
   * @param request what was signed
   * @param authorization the signature as the request has it
   * @param secretAccessKey the caller's secret
   * @param payloadHash what stands for the payload: its hash, or one of SigV4's markers
   */
  public static VerifiedSignature of(
      HttpRequest request, Authorization authorization, String secretAccessKey, String payloadHash)
      throws AuthenticationException {
    requireSigned(request, authorization);
    SigningKey key = SigningKey.derive(secretAccessKey, authorization.scope());
    String stringToSign =
        String.join(
            "\n",
            Authorization.ALGORITHM,
            authorization.timestamp(),
            authorization.scope().toString(),
            Sha256.hex(CanonicalRequest.of(request, authorization, payloadHash)));
    if (!key.verifies(stringToSign, authorization.signature())) {
      throw new AuthenticationException(
          AuthenticationFailure.BAD_SIGNATURE,
          authorization,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.");
    }
    return new VerifiedSignature(key, authorization);
  }

  public Authorization authorization() {
    return authorization;
  }

  /** A header that anybody on the way could add or change must not be believed. */
  private static void requireSigned(HttpRequest request, Authorization authorization)
      throws AuthenticationException {
    for (String name : request.headers().names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-amz-") && !authorization.signedHeaders().contains(lower)) {
        throw new AuthenticationException(
            AuthenticationFailure.UNSIGNED_HEADERS,
            authorization,
            "There were headers present in the request which were not signed");
      }
    }
  }

  ChunkSignatures chunks() {
    return new ChunkSignatures(
        key, authorization.timestamp(), authorization.scope(), authorization.signature());
  }
}
