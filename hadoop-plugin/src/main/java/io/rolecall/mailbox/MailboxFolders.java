package io.rolecall.mailbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/** How mailboxes lie in the folder that is configured. */
final class MailboxFolders {

  private MailboxFolders() {}

  /** A folder that nobody has yet. */
  static URI fresh(URI parent) {
    String path = parent.toString();
    return URI.create(
        (path.endsWith("/") ? path : path + "/") + LetterBox.PREFIX + UUID.randomUUID());
  }

  /** The letter box in a folder. */
  static LetterBox at(URI folder, Configuration conf) {
    return MailboxPlace.isOnDisk(folder)
        ? new DiskBox(Path.of(folder.getPath()))
        : new HdfsBox(folder, conf);
  }
}
