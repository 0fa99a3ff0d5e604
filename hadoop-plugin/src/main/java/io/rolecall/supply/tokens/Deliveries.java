package io.rolecall.supply.tokens;

import io.rolecall.supply.tokens.Minting.Minted;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts tokens where somebody reads them: in a file, in a mailbox, or in both. One that cannot be
 * written keeps nothing from the other. Says what changes: the sessions' end, the first failure of
 * a series, and its end. Not thread-safe.
 */
public final class Deliveries {

  /**
   * Who is told what happens, a line at a time; no secrets.
   *
   * @param well what went well
   * @param badly what a person should know
   */
  public record Says(Consumer<String> well, Consumer<String> badly) {}

  private final Optional<TokenFileWriter> file;
  private final Optional<? extends Posting> mailbox;
  private final String where;
  private final Clock clock;
  private final Says says;
  private final RoleNews roles;

  private @Nullable Minted written;
  private @Nullable Minted posted;
  private int unwritten;
  private int unposted;

  /**
   * Nothing is delivered yet.
   *
   * @param file the file, if there is one
   * @param mailbox the mailbox, if there is one; one of both is
   * @param clock this process's clock
   * @param says who is told
   */
  public Deliveries(
      Optional<TokenFileWriter> file, Optional<? extends Posting> mailbox, Clock clock, Says says) {
    this.file = file;
    this.mailbox = mailbox;
    this.where = file.isPresent() ? file.get().toString() : mailbox.orElseThrow().toString();
    this.clock = clock;
    this.says = says;
    this.roles = new RoleNews(where, says.badly());
  }

  /** Says that tokens were minted, after so many failures. */
  void minted(Minted minted, int failures) {
    if (failures > 0) {
      says.badly().accept(where + ": sessions can be had again after " + failures + " failures");
    }
    roles.minted(minted);
  }

  /** Says that nothing new could be minted, while what was before serves. */
  void notMinted(IOException failure, Instant now) {
    present()
        .filter(ends -> ends.isAfter(now))
        .ifPresent(
            ends ->
                says.badly()
                    .accept(
                        where
                            + ": no new tokens: "
                            + failure.getMessage()
                            + ". Those in the "
                            + (file.isPresent() ? "file " : "mailbox ")
                            + ends
                            + "; further failures are not said"));
  }

  /** Whether the file, or the mailbox where there is none, has sessions that have not ended. */
  boolean areLive(Instant now) {
    return present().filter(ends -> ends.isAfter(now)).isPresent();
  }

  private Optional<Ends> present() {
    Minted last = file.isPresent() ? written : posted;
    return last == null ? file.flatMap(TokenFileWriter::ends) : Optional.of(last.ends());
  }

  /** How many times in a row it has failed; 0 if all was delivered. */
  int failures() {
    return Math.max(unwritten, unposted);
  }

  /**
   * Puts tokens where they are not yet.
   *
   * @return why one of the places could not be written; empty if they are everywhere
   */
  Optional<IOException> deliver(Minted minted) {
    // Before the mailbox: its file system may take long.
    IOException notWritten = minted.equals(written) ? null : write(minted);
    IOException notPosted = minted.equals(posted) ? null : post(minted);
    if (notWritten != null) {
      if (unwritten == 1 && (posted != null || present().isPresent())) {
        says.badly().accept(notWritten(notWritten, notPosted == null));
      }
      if (notPosted != null) {
        notWritten.addSuppressed(notPosted);
      }
    }
    if (notPosted != null && unposted == 1) {
      says.badly().accept(notPosted(notPosted, notWritten == null));
    }
    if (notWritten != null || notPosted != null) {
      return Optional.ofNullable(notWritten == null ? notPosted : notWritten);
    }
    int tokens = minted.credentials().numberOfTokens();
    says.well()
        .accept(
            where
                + ": "
                + tokens
                + (tokens == 1 ? " token" : " tokens")
                + (minted.ends().equals(Ends.NEVER)
                    ? ", without an end"
                    : ", whose first session ends at " + minted.ends().first()));
    return Optional.empty();
  }

  private @Nullable IOException write(Minted minted) {
    try {
      if (file.isPresent()) {
        file.get().write(minted.credentials());
        if (unwritten > 0) {
          says.badly().accept(where + ": it can be written again after " + unwritten + " failures");
        }
      }
      written = minted;
      unwritten = 0;
      return null;
    } catch (IOException | RuntimeException | LinkageError e) {
      unwritten++;
      return failure(e);
    }
  }

  private @Nullable IOException post(Minted minted) {
    try {
      if (mailbox.isPresent()) {
        mailbox.get().post(minted.credentials());
        if (unposted > 0) {
          says.badly()
              .accept(where + ": letters can be left again after " + unposted + " failures");
        }
      }
      posted = minted;
      unposted = 0;
      return null;
    } catch (IOException | RuntimeException | LinkageError e) {
      unposted++;
      return failure(e);
    }
  }

  /** Hadoop's clients fail in many ways, where a name does not resolve, for example. */
  private static IOException failure(Throwable thrown) {
    return thrown instanceof IOException failure ? failure : new IOException("" + thrown, thrown);
  }

  private String notWritten(IOException failure, boolean isPosted) {
    return failure.getMessage()
        + before(written, "Those in it ", "No tokens are in it")
        + (isPosted && mailbox.isPresent()
            ? ". The mailbox " + mailbox.get() + " has newer ones"
            : "")
        + "; further failures are not said";
  }

  private String notPosted(IOException failure, boolean isWritten) {
    return failure.getMessage()
        + before(posted, "Those of the letter before ", "No letter lies there yet")
        + (isWritten && file.isPresent() ? ". " + where + " has newer ones" : "")
        + "; further failures are not said";
  }

  /** What readers have meanwhile. */
  private String before(@Nullable Minted last, String those, String none) {
    if (last == null) {
      return ". " + none;
    }
    Ends ends = last.ends();
    return ". " + those + (ends.isAfter(clock.instant()) ? "" + ends : "ended at " + ends.last());
  }
}
