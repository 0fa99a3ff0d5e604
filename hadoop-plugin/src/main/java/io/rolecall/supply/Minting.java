package io.rolecall.supply;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.security.Credentials;

/** Mints the tokens of one job anew. */
interface Minting {

  /**
   * Tokens.
   *
   * @param credentials the tokens, not to be changed
   * @param end when the first of their sessions ends; empty if they have none that ends
   * @param refused the roles that could not be had, each with its location and reason
   */
  record Minted(Credentials credentials, Optional<Instant> end, List<String> refused) {

    /** Copies the reasons. */
    public Minted {
      refused = List.copyOf(refused);
    }
  }

  /**
   * Mints tokens with new sessions.
   *
   * @return at least one token
   * @throws IOException if a bucket's cannot be had; says why
   */
  Minted mint() throws IOException;
}
