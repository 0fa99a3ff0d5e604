package io.rolecall.delegation;

import io.rolecall.config.ConfigException;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;

/**
 * The tokens of all buckets that a configuration routes, for those who collect a job's tokens where
 * Kerberos is on.
 */
public final class JobTokens {

  private JobTokens() {}

  /**
   * Adds a token with new sessions for each bucket of {@code fs.s3a.rolecall.token.locations}; if
   * that names none, for each bucket that the current user's routes name and give a role, or access
   * without a signature: who has no channel learns of such a route by the token alone. Locations of
   * every other bucket ({@code s3a://*}) cannot be named beforehand.
   *
   * @param conf the job's Hadoop configuration
   * @param renewer the tokens' renewer; nobody renews a session, so it is only noted
   * @param credentials where tokens are added
   * @return when the first session ends, and new tokens must be there; empty if there is no token
   * @throws IOException if the routes cannot be read, or a bucket's sessions cannot be had; says
   *     why
   */
  public static Optional<Instant> collect(
      Configuration conf, String renewer, Credentials credentials) throws IOException {
    List<Token<?>> tokens;
    // As long as they are held, buckets of the same role share its session.
    try (RenewedTokens held = RenewedTokens.open(conf, renewer)) {
      tokens = held.first();
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
    List<Instant> ends = new ArrayList<>();
    for (Token<?> token : tokens) {
      credentials.addToken(token.getService(), token);
      TokenContents.of(token).routes().stream()
          .map(TokenContents.CarriedRoute::expiration)
          .filter(Objects::nonNull)
          .forEach(ends::add);
    }
    return ends.stream().min(Instant::compareTo);
  }
}
