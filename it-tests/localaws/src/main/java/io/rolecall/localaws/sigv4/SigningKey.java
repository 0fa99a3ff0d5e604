package io.rolecall.localaws.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The key that a secret gives for one scope. */
final class SigningKey {
  private final byte[] key;

  private SigningKey(byte[] key) {
    this.key = key;
  }

  static SigningKey derive(String secretAccessKey, CredentialScope scope) {
    byte[] secret = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    byte[] date = Sha256.hmac(secret, scope.date());
    byte[] region = Sha256.hmac(date, scope.region());
    byte[] service = Sha256.hmac(region, scope.service());
    return new SigningKey(Sha256.hmac(service, CredentialScope.TERMINATOR));
  }

  /** Whether this signature is the one for this string. */
  boolean verifies(String stringToSign, String signature) {
    String expected = HexFormat.of().formatHex(Sha256.hmac(key, stringToSign));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
  }
}
