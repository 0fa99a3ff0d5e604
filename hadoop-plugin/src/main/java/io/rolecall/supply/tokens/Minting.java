package io.rolecall.supply.tokens;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.security.Credentials;

/** Mints the tokens of one job, over and over, each time with the sessions that can be had. */
public interface Minting extends AutoCloseable {

  /**
   * Tokens.
   *
   * @param credentials the tokens, not to be changed
   * @param terms when their sessions were got and end, but for those of late roles, and those that
   *     never end
   * @param late the roles that could not be renewed
   */
  record Minted(Credentials credentials, List<Term> terms, List<LateRole> late) {

    /** Copies the lists. */
    public Minted {
      terms = List.copyOf(terms);
      late = List.copyOf(late);
    }

    /** When their sessions end. */
    Ends ends() {
      return Ends.of(
              Stream.concat(
                      terms.stream().map(Term::end),
                      late.stream().flatMap(role -> role.until().stream()))
                  .toList())
          .orElse(Ends.NEVER);
    }

    /** Whether a role has no session. */
    boolean isIncomplete() {
      return late.stream().anyMatch(role -> role.until().isEmpty());
    }
  }

  /**
   * The time of a session.
   *
   * @param obtained when it was got
   * @param end when it ends
   */
  record Term(Instant obtained, Instant end) {}

  /**
   * A role whose next session is due and could not be had.
   *
   * @param role the role, with the locations that it serves
   * @param since since when
   * @param why the reason
   * @param until when its session ends; empty if it has none
   */
  record LateRole(String role, Instant since, String why, Optional<Instant> until) {}

  /**
   * Mints tokens. The first ones are all of them or none; later ones have new sessions of the roles
   * that could be renewed, and the sessions before of the others. Each role is asked for once at
   * most, and none is waited for that takes long.
   *
   * @return at least one token
   * @throws IOException if there is nothing new; says why
   */
  Minted mint() throws IOException;

  /**
   * Whether a role that was late has been renewed since. Asks and waits for nobody.
   *
   * @return whether new tokens are worth it now
   */
  boolean isNewer();

  /** Gives the sessions up. At any time, on any thread, more than once. */
  @Override
  void close();
}
