package io.rolecall.mailbox;

import io.rolecall.failure.ReplacedFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A letter box on HDFS, for the current Hadoop user. It replaces by {@code FileContext}, whose
 * rename is one step of the NameNode's, and reads by a file system of its own.
 */
final class HdfsBox implements LetterBox {

  private static final FsPermission FOLDER = new FsPermission((short) 0700);
  private static final FsPermission FILE = new FsPermission((short) 0600);

  private final URI uri;
  private final Path folder;
  private final Path letter;
  private final Path fresh;
  private final Configuration conf;

  HdfsBox(URI uri, Configuration conf) {
    this.uri = uri;
    this.folder = new Path(uri);
    this.letter = new Path(folder, LETTER);
    this.fresh = new Path(folder, FRESH);
    this.conf = impatient(conf);
  }

  private FileContext context() throws IOException {
    return FileContext.getFileContext(uri, conf);
  }

  @Override
  public void create() throws IOException {
    FileContext context = context();
    FsPermission parent = context.getFileStatus(folder.getParent()).getPermission();
    LetterBox.checkParent(
        ""
            + new FsPermission(
                parent.getUserAction(), parent.getGroupAction(), parent.getOtherAction()),
        parent.getGroupAction().implies(FsAction.WRITE)
            || parent.getOtherAction().implies(FsAction.WRITE),
        parent.getStickyBit());
    context.mkdir(folder, FOLDER, false);
    // Whatever umask and default ACL made of it.
    context.setPermission(folder, FOLDER);
  }

  @Override
  public void replace(byte[] bytes) throws IOException {
    FileContext context = context();
    try (FSDataOutputStream out =
        context.create(
            fresh,
            EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
            Options.CreateOpts.perms(FILE),
            Options.CreateOpts.donotCreateParent())) {
      out.write(bytes);
      out.hsync();
    }
    context.rename(fresh, letter, Options.Rename.OVERWRITE);
  }

  @Override
  public byte[] read(int most) throws IOException {
    try (FileSystem fs = FileSystem.newInstance(uri, conf)) {
      return ReplacedFile.read(
          () -> {
            try (InputStream in = fs.open(letter)) {
              return in.readNBytes(most + 1);
            }
          },
          () -> fs.exists(letter));
    }
  }

  /**
   * Hadoop tries for a quarter of an hour to reach a NameNode that is away. Who reads or writes
   * here comes back by himself, and others wait for him.
   *
   * @param conf how the file system is reached
   * @return the same, but for how long it is tried
   */
  static Configuration impatient(Configuration conf) {
    Configuration impatient = new Configuration(conf);
    impatient.setInt("ipc.client.connect.timeout", 10_000);
    impatient.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    impatient.setInt("ipc.client.connect.max.retries", 1);
    impatient.setInt("ipc.client.rpc-timeout.ms", 20_000);
    impatient.setInt("dfs.client.failover.max.attempts", 3);
    return impatient;
  }

  @Override
  public void remove() throws IOException {
    remove(context(), folder);
  }

  /** Only what is a mailbox's: somebody may have put another folder in its place. */
  private static void remove(FileContext context, Path folder) throws IOException {
    context.delete(new Path(folder, FRESH), false);
    context.delete(new Path(folder, LETTER), false);
    context.delete(folder, false);
  }

  private static void removeQuietly(FileContext context, Path folder) {
    try {
      remove(context, folder);
    } catch (IOException e) {
      // Others remove it, too; or it holds what is not a mailbox's.
    }
  }

  @Override
  public void removeAbandoned() {
    try {
      FileContext context = context();
      FileStatus own = context.getFileStatus(folder);
      long limit = own.getModificationTime() - ABANDONED.toMillis();
      RemoteIterator<FileStatus> found = context.listStatus(folder.getParent());
      while (found.hasNext()) {
        FileStatus other = found.next();
        if (other.isDirectory()
            && NAME.matcher(other.getPath().getName()).matches()
            && other.getOwner().equals(own.getOwner())
            && other.getModificationTime() < limit) {
          removeQuietly(context, other.getPath());
        }
      }
    } catch (IOException e) {
      // A folder that this user may not list: then nothing is found there.
    }
  }
}
