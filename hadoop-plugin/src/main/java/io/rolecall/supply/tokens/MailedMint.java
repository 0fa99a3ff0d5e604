package io.rolecall.supply.tokens;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.mailbox.Mailbox;
import io.rolecall.mailbox.MailboxPlace;
import io.rolecall.mailbox.MailboxWriter;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.StoredTokens;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/**
 * Mints tokens that name a mailbox, and leaves them there: for processes that no token file
 * reaches. The mailbox is there until this is closed, or the process ends by anything but SIGKILL.
 */
public final class MailedMint implements Minting, Posting {

  /** Before Hadoop's file systems are closed, which is at 10. */
  private static final int HOOK_PRIORITY = 50;

  private final Minting minting;
  private final MailboxWriter mailbox;
  private final Consumer<String> warn;
  private final Runnable hook = this::close;

  /** As the last tokens named it. */
  private @Nullable Mailbox known;

  MailedMint(Minting minting, MailboxWriter mailbox, Consumer<String> warn) {
    this.minting = minting;
    this.mailbox = mailbox;
    this.warn = warn;
    ShutdownHookManager.get().addShutdownHook(hook, HOOK_PRIORITY);
  }

  /**
   * A mint with a mailbox, if the configuration names a place for one. It is to be opened; whoever
   * closes it at any time leaves nothing there.
   *
   * @param conf the job's configuration
   * @param mint mints the tokens
   * @param command what this process is, for messages
   * @param clock this process's clock
   * @param warn is told what a person should know, a line at a time
   * @return the mint; empty without such a place
   * @throws IOException if the current user cannot be determined
   * @throws ConfigException if it is no such place
   */
  public static Optional<MailedMint> of(
      Configuration conf, JobMint mint, String command, Clock clock, Consumer<String> warn)
      throws IOException {
    URI parent = RolecallKeys.MAILBOX.find(conf).orElse(null);
    if (parent == null) {
      return Optional.empty();
    }
    try {
      MailboxPlace.check(parent);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          RolecallKeys.MAILBOX.name() + " = '" + parent + "': " + e.getMessage(), e);
    }
    if (MailboxPlace.isOnDisk(parent) && !UserGroupInformation.isSecurityEnabled()) {
      warn.accept(
          RolecallKeys.MAILBOX.name()
              + " = "
              + parent
              + ": only processes of this machine's user "
              + System.getProperty("user.name")
              + " can read there. Without Kerberos, YARN's containers are another user's: use a"
              + " folder on HDFS for them");
    }
    return Optional.of(
        new MailedMint(
            mint,
            MailboxWriter.prepare(parent, conf, mint.job(), MailboxWriter.supplier(command), clock),
            warn));
  }

  /**
   * Makes the mailbox.
   *
   * @throws IOException if that cannot be done; says where and why
   */
  public void open() throws IOException {
    mailbox.open();
  }

  @Override
  public Minted mint() throws IOException {
    Minted minted = minting.mint();
    Mailbox named = named();
    Credentials tokens = new Credentials(minted.credentials());
    for (Map.Entry<Text, Token<? extends TokenIdentifier>> token :
        minted.credentials().getTokenMap().entrySet()) {
      if (TokenContents.isOurs(token.getValue())) {
        tokens.addToken(token.getKey(), RolecallTokens.with(token.getValue(), named));
      }
    }
    return new Minted(tokens, minted.terms(), minted.late());
  }

  @Override
  public boolean isNewer() {
    return minting.isNewer();
  }

  /** What was minted is worth more than a new token of the mailbox's file system. */
  private Mailbox named() throws IOException {
    try {
      Mailbox fresh = mailbox.mailbox();
      known = fresh;
      return fresh;
    } catch (IOException e) {
      Mailbox before = known;
      if (before == null) {
        throw e;
      }
      return before;
    }
  }

  @Override
  public void post(Credentials tokens) throws IOException {
    mailbox.post(StoredTokens.bytes(tokens));
  }

  /** Removes the mailbox, and gives the sessions up. */
  @Override
  public void close() {
    minting.close();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
    try {
      mailbox.close();
    } catch (IOException e) {
      warn.accept(String.valueOf(e.getMessage()));
    }
  }

  /** Where the mailbox is. */
  @Override
  public String toString() {
    return mailbox.toString();
  }
}
