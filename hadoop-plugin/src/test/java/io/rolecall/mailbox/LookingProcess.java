package io.rolecall.mailbox;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/** Looks into a mailbox on a disk, as a process without root's rights over files. */
final class LookingProcess {

  /** What its line begins with. */
  static final String SAYS = "found: ";

  private LookingProcess() {}

  /**
   * Looks once.
   *
   * @param args the mailbox's folder
   */
  public static void main(String[] args) throws IOException {
    MailboxReader.Reading found =
        Mailboxes.reader(new AtomicLong()::get)
            .look(
                Mailboxes.of(args[0], "job-1"),
                UserGroupInformation.createRemoteUser("alice"),
                new Configuration(false));
    System.out.println(SAYS + found.isDenied() + " " + found.problem());
  }
}
