package io.rolecall.mailbox;

import io.rolecall.config.RolecallKeys;
import io.rolecall.failure.FileFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;

/**
 * The end of a mailbox that whoever mints has: a folder of its own, which is there until it is
 * closed. Acts as the current Hadoop user. Not thread-safe, but for closing.
 */
public final class MailboxWriter implements AutoCloseable {

  private final Configuration conf;

  /** As it is configured, for messages. */
  private final URI parent;

  private final Mailbox mailbox;
  private final LetterBox box;
  private final Clock clock;

  /** Distinguishes what two processes seal that have the same key, though none should. */
  private final int writer;

  private final Passes passes;

  // All: under the lock of this object.
  private long written;
  private boolean opened;
  private boolean closed;

  MailboxWriter(
      Configuration conf, URI parent, Mailbox mailbox, LetterBox box, Clock clock, int writer) {
    this.conf = conf;
    this.parent = parent;
    this.mailbox = mailbox;
    this.box = box;
    this.clock = clock;
    this.writer = writer;
    this.passes = new Passes(pass -> cancel(pass, HdfsBox.impatient(conf)));
  }

  /** Some are of servers that give no way to do so. */
  private static void cancel(Token<?> pass, Configuration conf)
      throws IOException, InterruptedException {
    if (pass.isManaged()) {
      pass.cancel(conf);
    }
  }

  /**
   * Makes a mailbox, with a key of its own. Removes those that killed processes of this user left
   * beside it for two days.
   *
   * @param parent the folder that it lies in
   * @param conf how that file system is reached
   * @param job the job's id
   * @param supplier who supplies it, for messages of those who read it
   * @param clock this process's clock
   * @return the mailbox, which holds nothing yet
   * @throws IOException if it cannot be made; says where and why
   */
  public static MailboxWriter create(
      URI parent, Configuration conf, String job, String supplier, Clock clock) throws IOException {
    MailboxWriter writer = prepare(parent, conf, job, supplier, clock);
    writer.open();
    return writer;
  }

  /**
   * The same, whose folder is not made yet: whoever may be told to end meanwhile closes it, and
   * leaves nothing there.
   *
   * @param parent the folder that it lies in
   * @param conf how that file system is reached
   * @param job the job's id
   * @param supplier who supplies it, for messages of those who read it
   * @param clock this process's clock
   * @return the mailbox, to be opened
   * @throws IOException if it is no such place; says where and why
   */
  public static MailboxWriter prepare(
      URI parent, Configuration conf, String job, String supplier, Clock clock) throws IOException {
    try {
      URI folder = MailboxFolders.fresh(qualified(parent, conf));
      SecureRandom random = new SecureRandom();
      byte[] key = new byte[Mailbox.KEY_BYTES];
      random.nextBytes(key);
      return new MailboxWriter(
          conf,
          parent,
          new Mailbox(folder, job, supplier, key, Optional.empty()),
          MailboxFolders.at(folder, conf),
          clock,
          random.nextInt());
    } catch (IOException | IllegalArgumentException e) {
      throw unmade(parent, e);
    }
  }

  /**
   * Makes the folder. Whoever closes it at that time waits.
   *
   * @throws IOException if that cannot be done, or it was closed before; says where and why
   */
  public synchronized void open() throws IOException {
    if (closed) {
      throw new IOException(mailbox + ": it was removed");
    }
    opened = true;
    try {
      box.create();
      box.removeAbandoned();
    } catch (IOException | IllegalArgumentException e) {
      throw unmade(parent, e);
    }
  }

  private static IOException unmade(URI parent, Exception e) {
    return new IOException(
        parent
            + ": no mailbox can be made there: "
            + reason(e)
            + ". It has to be a folder that "
            + "the current user may write to",
        e);
  }

  private static String reason(Exception e) {
    return FileFailure.isAbsence(e) ? "there is no such folder" : MailboxAccess.problem(e);
  }

  /** Readers may have another default file system. */
  private static URI qualified(URI parent, Configuration conf) throws IOException {
    if (MailboxPlace.isOnDisk(parent)) {
      try {
        return new URI("file", null, parent.getPath(), null);
      } catch (URISyntaxException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return MailboxPlace.check(
        new Path(parent).makeQualified(FileSystem.getDefaultUri(conf), new Path("/")).toUri());
  }

  /**
   * The mailbox as tokens carry it. Asks its file system for a token with which readers reach it,
   * where that gives any.
   *
   * @return the mailbox
   * @throws IOException if the file system cannot be asked; says where and why
   */
  public Mailbox mailbox() throws IOException {
    if (MailboxPlace.isOnDisk(mailbox.folder())) {
      return mailbox;
    }
    Credentials fresh = new Credentials();
    @Nullable Token<?> pass;
    boolean zoned;
    try (FileSystem fs = FileSystem.newInstance(mailbox.folder(), HdfsBox.impatient(conf))) {
      // Without a renewer: the ResourceManager leaves it alone, and each letter brings a new one.
      fs.addDelegationTokens("", fresh);
      // Not the first: a file system gives tokens of a key management server, too.
      @Nullable String service = fs.getCanonicalServiceName();
      pass = service == null ? null : fresh.getToken(new Text(service));
      zoned = pass != null && fs.getFileStatus(new Path(mailbox.folder())).isEncrypted();
    } catch (IOException e) {
      throw new IOException(
          mailbox
              + ": no token of this file system, which readers need: "
              + MailboxAccess.problem(e),
          e);
    } finally {
      // All that were given, whatever failed after that.
      passes.add(fresh.getAllTokens());
    }
    if (pass == null) {
      return mailbox;
    }
    if (zoned) {
      throw new IOException(
          mailbox
              + ": it lies in an encryption zone, and who reads there with a token of HDFS has none"
              + " of its key server. "
              + RolecallKeys.MAILBOX.name()
              + " has to name a folder that is in no zone");
    }
    return mailbox.with(Optional.of(pass));
  }

  /**
   * Leaves a letter in the place of the one before.
   *
   * @param content what it holds, in clear text
   * @throws IOException if that fails; says where and why. The one before is there
   */
  public synchronized void post(byte[] content) throws IOException {
    if (closed) {
      // Else a renewal that was under way would leave a letter behind.
      throw new IOException(mailbox + ": it was removed");
    }
    written++; // Also if it fails: nobody knows what of it somebody saw.
    try {
      box.replace(new Letter(written, clock.instant(), content).seal(mailbox, writer));
    } catch (IOException e) {
      throw new IOException(
          mailbox
              + ": no letter can be left there: "
              + (FileFailure.isAbsence(e)
                  ? "somebody removed the folder"
                  : MailboxAccess.problem(e)),
          e);
    }
  }

  /**
   * Who supplies a mailbox, for messages.
   *
   * @param command what this process is
   * @return the command, this process, its user and machine
   * @throws IOException if the current user cannot be determined
   */
  public static String supplier(String command) throws IOException {
    return command
        + " (process "
        + ProcessHandle.current().pid()
        + " of user "
        + UserGroupInformation.getCurrentUser().getShortUserName()
        + " on "
        + org.apache.hadoop.net.NetUtils.getLocalHostname()
        + ")";
  }

  /**
   * Removes the mailbox, and cancels the tokens with which readers reached it. A second call does
   * nothing.
   *
   * @throws IOException if that fails; says where and why
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (!opened) {
      return;
    }
    try {
      box.remove();
    } catch (IOException e) {
      if (!FileFailure.isAbsence(e)) {
        throw new IOException(mailbox + " could not be removed: " + MailboxAccess.problem(e), e);
      }
    } finally {
      passes.cancel();
    }
  }

  /** Where it is. */
  @Override
  public String toString() {
    return mailbox.toString();
  }
}
