package io.rolecall.localaws.iam;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes identifiers and secrets in the form that AWS gives them. Thread-safe. */
public final class KeyGenerator {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** 900 characters, about as long as AWS's own: clients put it in headers and tokens. */
  private static final int SESSION_TOKEN_BYTES = 675;

  private KeyGenerator() {}

  static AccessKey userKey() {
    return new AccessKey(id("AKIA"), secret());
  }

  public static AccessKey sessionKey() {
    return new AccessKey(id("ASIA"), secret());
  }

  public static String sessionToken() {
    return base64(SESSION_TOKEN_BYTES);
  }

  /** A unique identifier of 20 characters. */
  public static String id(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    while (id.length() < 20) {
      id.append(BASE32.charAt(RANDOM.nextInt(BASE32.length())));
    }
    return id.toString();
  }

  public static String requestId() {
    return id("");
  }

  private static String secret() {
    return base64(30);
  }

  private static String base64(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
