package io.rolecall.token;

import java.io.IOException;
import org.apache.hadoop.security.Credentials;

/** A token file that is read again, or what a mailbox's letter holds: whoever can write it. */
public final class TokenFileFuzz {

  private TokenFileFuzz() {}

  /** Reads it; only an IOException may come of it, of the file and of each token's parts. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      Credentials read = StoredTokens.read(data);
      Credentials again = StoredTokens.read(StoredTokens.bytes(read));
      if (again.numberOfTokens() != read.numberOfTokens()
          || again.numberOfSecretKeys() != read.numberOfSecretKeys()) {
        throw new AssertionError("what was read is written and read as another one");
      }
    } catch (IOException e) {
      // As it should be.
    }
  }
}
