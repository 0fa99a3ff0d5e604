package io.rolecall.mailbox;

import io.rolecall.config.Problem;
import java.io.IOException;
import java.net.URI;
import java.security.PrivilegedExceptionAction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/** How a user's processes reach a mailbox's letter. */
final class MailboxAccess {

  private static final String NO_IDENTITY =
      "the current user has neither a token of this file system nor a Kerberos login";

  private MailboxAccess() {}

  /**
   * Reads with the mailbox's token of its file system, and if that does not serve, as the user: his
   * own tokens may end before, but may also be renewed, which the mailbox's is by its letters
   * alone.
   */
  static byte[] bytes(Mailbox mailbox, UserGroupInformation user, Configuration conf)
      throws IOException {
    Token<?> pass = mailbox.pass().orElse(null);
    if (pass == null) {
      return bytes(mailbox.folder(), user, conf);
    }
    UserGroupInformation reader = UserGroupInformation.createRemoteUser(user.getUserName());
    reader.addToken(pass);
    try {
      return bytes(mailbox.folder(), reader, conf);
    } catch (IOException e) {
      if (Problem.isAbsence(e)) {
        throw e;
      }
      try {
        return bytes(mailbox.folder(), user, conf);
      } catch (IOException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  private static byte[] bytes(URI folder, UserGroupInformation user, Configuration conf)
      throws IOException {
    try {
      return user.doAs(
          (PrivilegedExceptionAction<byte[]>)
              () -> MailboxFolders.at(folder, conf).read(Letter.MOST_BYTES));
    } catch (IOException e) {
      throw lacksIdentity(e) ? denial(e) : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Why a mailbox's file system did not do what it was asked for.
   *
   * @param failure what it threw
   * @return the reason, without a full stop
   */
  static String problem(Exception failure) {
    return lacksIdentity(failure) ? NO_IDENTITY : Problem.of(failure);
  }

  /** Hadoop's words for it name neither the token nor Kerberos's ticket. */
  private static boolean lacksIdentity(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (text != null && text.contains("Client cannot authenticate via:")) {
        return true;
      }
    }
    return false;
  }

  private static IOException denial(IOException failure) {
    AccessControlException denial = new AccessControlException(NO_IDENTITY);
    denial.initCause(failure);
    return denial;
  }
}
