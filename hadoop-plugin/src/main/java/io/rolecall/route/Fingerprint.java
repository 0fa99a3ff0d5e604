package io.rolecall.route;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A short name for a list of terms. */
final class Fingerprint {

  private Fingerprint() {}

  /** 32 hexadecimal digits, which no other list has. */
  static String of(List<?> parts) {
    // With their lengths, so that no two different lists of terms read alike.
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.toString().length()).append(':').append(part));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
