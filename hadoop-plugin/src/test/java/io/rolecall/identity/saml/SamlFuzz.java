package io.rolecall.identity.saml;

import io.rolecall.identity.SignInException;
import java.nio.charset.StandardCharsets;

/** A SAML response: whatever an identity provider, a command or a file gives. */
public final class SamlFuzz {

  private SamlFuzz() {}

  /** Reads it; only a SignInException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      SamlResponseParser.parse(new String(data, StandardCharsets.UTF_8), "fuzz");
    } catch (SignInException e) {
      // As it should be.
    }
  }
}
