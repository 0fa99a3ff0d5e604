package io.rolecall.mailbox;

import io.rolecall.failure.FileFailure;
import io.rolecall.process.InterruptFlag;
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

  private static final String ENDED =
      "the token of its file system that came with it has ended, or was cancelled when the mailbox"
          + " was removed";

  // What Hadoop says of it.
  private static final String NO_METHOD = "Client cannot authenticate via:";
  private static final String NO_SUCH_TOKEN = "can't be found in cache";
  private static final String TOKEN_EXPIRED = "is expired";

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
      if (FileFailure.isAbsence(e)) {
        throw e;
      }
      try {
        return bytes(mailbox.folder(), user, conf);
      } catch (IOException again) {
        if (FileFailure.isAbsence(again)) {
          throw again; // Its token was cancelled with it.
        }
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
      if (lacksIdentity(e)) {
        throw denial(e);
      }
      throw says(e, NO_SUCH_TOKEN) || says(e, TOKEN_EXPIRED) ? new IOException(ENDED, e) : e;
    } catch (InterruptedException e) {
      InterruptFlag.restore();
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
    return lacksIdentity(failure) ? NO_IDENTITY : FileFailure.reason(failure);
  }

  /** Hadoop's words for it name neither the token nor Kerberos's ticket. */
  private static boolean lacksIdentity(Exception failure) {
    return says(failure, NO_METHOD);
  }

  private static boolean says(Exception failure, String words) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (text != null && text.contains(words)) {
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
