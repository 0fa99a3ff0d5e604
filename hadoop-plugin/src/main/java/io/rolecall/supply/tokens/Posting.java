package io.rolecall.supply.tokens;

import java.io.IOException;
import org.apache.hadoop.security.Credentials;

/** Where tokens go besides their file. */
interface Posting {

  /**
   * Puts tokens in the place of those before.
   *
   * @throws IOException if that fails; says where and why. Those before are there
   */
  void post(Credentials tokens) throws IOException;
}
