package io.rolecall.token;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** The password of a token and the identifier that it travels with: whoever hands one over. */
public final class TokenFuzz {

  private TokenFuzz() {}

  /** Reads both; only an IOException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    try {
      TokenPayload read = TokenPayload.decode(data);
      if (!TokenPayload.decode(read.encode()).equals(read)) {
        throw new AssertionError("what was read is written and read as another one");
      }
    } catch (IOException e) {
      // As it should be.
    }
    try {
      new RolecallTokenIdentifier().readFields(new DataInputStream(new ByteArrayInputStream(data)));
    } catch (IOException e) {
      // As it should be.
    }
  }
}
