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
      throw lacksToken(e) ? withoutToken(folder, user, e) : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Hadoop's words for it name neither the token nor the user. */
  private static boolean lacksToken(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (text != null && text.contains("Client cannot authenticate via:")) {
        return true;
      }
    }
    return false;
  }

  private static IOException withoutToken(URI folder, UserGroupInformation user, IOException e) {
    AccessControlException denial =
        new AccessControlException(
            "user %s has no token of %s://%s, which asks for one or for Kerberos"
                .formatted(user.getShortUserName(), folder.getScheme(), folder.getAuthority()));
    denial.initCause(e);
    return denial;
  }
}
