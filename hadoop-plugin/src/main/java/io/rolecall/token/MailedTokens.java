package io.rolecall.token;

import io.rolecall.mailbox.Mailbox;
import io.rolecall.mailbox.MailboxPlace;
import io.rolecall.mailbox.MailboxReader;
import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/** The tokens in a user's mailbox. Its letters hold what a token file does. Thread-safe. */
final class MailedTokens implements TokenPlace {

  private final MailboxReader reader;
  private final UserGroupInformation user;
  private final Configuration conf;

  /** When the token was issued that named the mailbox first. */
  private final Instant since;

  /** With the newest token of its file system. */
  private volatile Mailbox mailbox;

  // Both: under the lock of this object.
  private MailboxReader.@Nullable Reading found;
  private TokenReading last = TokenReading.NONE;

  MailedTokens(
      Mailbox mailbox,
      MailboxReader reader,
      UserGroupInformation user,
      Configuration conf,
      Instant since) {
    this.mailbox = mailbox;
    this.reader = reader;
    this.user = user;
    this.conf = conf;
    this.since = since;
  }

  /** From now on it is read with another token of its file system. */
  void renew(Mailbox next) {
    mailbox = next;
  }

  @Override
  public TokenReading look() {
    MailboxReader.Reading now = reader.look(mailbox, user, conf);
    synchronized (this) {
      if (found == null || now.isAfter(found)) {
        found = now;
        last = reading(now);
      }
      return last;
    }
  }

  private static TokenReading reading(MailboxReader.Reading found) {
    byte[] content = found.content();
    String problem = found.problem();
    if (problem != null || content == null) {
      return new TokenReading(null, found.writtenAt(), problem);
    }
    try {
      return new TokenReading(StoredTokens.read(content), found.writtenAt(), null);
    } catch (IOException e) {
      return new TokenReading(
          null, found.writtenAt(), "its letter cannot be used: " + e.getMessage());
    }
  }

  @Override
  public synchronized boolean isNewest(TokenReading reading) {
    return last == reading;
  }

  @Override
  public String standing(TokenReading reading, String refusal) {
    Instant written = reading.writtenAt();
    return "the "
        + this
        + (written == null
            ? " has brought no session since the token was issued at " + since
            : " has brought no session since its letter of " + written)
        + (reading.problem() == null ? "" : ", because " + reading.problem())
        + (refusal.isEmpty() ? "" : ", because " + refusal);
  }

  @Override
  public synchronized String advice() {
    return "It is supplied by "
        + mailbox.supplier()
        + ", which has ended, or gets no sessions: see what it printed, and start the job again"
        + " under a command that lives as long as the job"
        + (found != null && found.isDenied()
            ? MailboxPlace.isOnDisk(mailbox.folder()) ? DENIED_ON_DISK : DENIED_ON_HDFS
            : "");
  }

  private static final String DENIED_ON_DISK =
      ". Where this process is not the submitter's user, as YARN's containers without Kerberos, a"
          + " mailbox on a disk is closed to it: have it on HDFS";

  private static final String DENIED_ON_HDFS =
      ". It is read by the submitter's Hadoop user alone, with the token of HDFS that travels in the"
          + " job's, or one of his own";

  /** The mailbox's folder. */
  @Override
  public String toString() {
    return "mailbox " + mailbox;
  }
}
