package io.rolecall.supply.run;

import static java.util.Objects.requireNonNull;

import io.rolecall.failure.FileFailure;
import io.rolecall.process.Living;
import io.rolecall.supply.sessions.FolderRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is its user's alone, for as long as one process needs it. What a killed process
 * left is removed by the next one when its sessions have ended: a lock, which ends with its
 * process, tells it from one that is in use.
 */
final class RunFolder implements AutoCloseable {

  private static final String PREFIX = "rolecall-run-";
  private static final String GONE = ".gone";
  private static final String LOCK = "lock";

  /** Until when what lies there serves. */
  private static final String UNTIL = "until";

  /** Longer than a time. */
  private static final int MOST_BYTES = 100;

  /** Another one at each start of a machine. */
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** Sessions last for half a day at most, and the file is written again before they end. */
  private static final Duration LEFT = Duration.ofDays(2);

  /** Everybody may make and rename files. */
  private static final int OTHERS_WRITE = 0002;

  /** But each his own alone. */
  private static final int STICKY = 01000;

  /** Whom everybody has to trust. */
  private static final Integer ROOT = 0;

  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /**
   * Those of this process. A lock is its process's, not its channel's: who closes any channel to
   * the locked file gives it up. So nobody may open these again.
   */
  private static final Living<RunFolder, Path> OWN = new Living<>();

  private final Path path;
  private final FileChannel lock;

  /** Guarded by this. */
  private Instant kept = Instant.MIN;

  private RunFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a folder, and removes those that were left.
   *
   * @param parent where; others may write there
   * @throws IOException if that cannot be done; says why
   */
  static RunFolder create(Path parent) throws IOException {
    Path made = null;
    try {
      // By one name, however it is written: our own folders are known by theirs.
      Path place = parent.toRealPath();
      made = Files.createTempDirectory(place, prefix(), FOLDER);
      // Locked before it has its name: whoever looks for abandoned folders finds it in use.
      Path fresh = made.resolve(LOCK + ".new");
      FileChannel channel =
          FileChannel.open(
              fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE);
      channel.lock();
      RunFolder folder = new RunFolder(made, channel);
      OWN.add(folder, made);
      Files.move(fresh, made.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
      removeAbandoned(place, Files.getOwner(made, LinkOption.NOFOLLOW_LINKS));
      return folder;
    } catch (IOException | UnsupportedOperationException e) {
      if (made != null) {
        remove(made);
      }
      throw new IOException(
          parent
              + ": no private folder can be made there: "
              + (e instanceof IOException failure
                  ? FileFailure.reason(failure)
                  : "this file system knows no owners")
              + ". TMPDIR names another place",
          e);
    }
  }

  /**
   * Who may rename the folder may put his own in its place, with tokens of his choice. Containers
   * have such places, too, where there is nobody else.
   *
   * @return what to tell of it; empty if nobody may
   */
  Optional<String> exposure() throws IOException {
    Path place = requireNonNull(path.getParent());
    Map<String, Object> found = Files.readAttributes(place, "unix:mode,uid,owner");
    int mode = (Integer) requireNonNull(found.get("mode"));
    Object owner = requireNonNull(found.get("uid"));
    String who;
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      who = "every user may rename what lies there (its mode has no sticky bit)";
    } else if (!owner.equals(ROOT) && !owner.equals(Files.getAttribute(path, "unix:uid"))) {
      who = "it belongs to " + found.get("owner") + ", who may rename what lies there";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        place
            + ": "
            + who
            + ", and so give this command tokens of theirs. TMPDIR names another place");
  }

  /** What the names of folders begin with that were made since this machine started. */
  static String prefix() {
    String boot;
    try {
      boot = Files.readString(BOOT);
    } catch (IOException e) {
      boot = ""; // Not Linux.
    }
    return PREFIX + boot.substring(0, Math.min(8, boot.length())) + "-";
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * Makes a folder in it. When this one is gone, and what the command has left running still looks
   * for files in it, anybody may make another of its name, where all may write; what that one is
   * called nobody else knows, as long as it stands on no command line.
   *
   * @return its name; that of a file in it begins with this and a slash
   * @throws IOException if that cannot be done; says why
   */
  String unseen() throws IOException {
    String name = UUID.randomUUID().toString();
    try {
      Files.createDirectory(path.resolve(name), FOLDER);
    } catch (IOException e) {
      throw new IOException(path + ": no folder can be made there: " + FileFailure.reason(e), e);
    }
    return name;
  }

  /**
   * Writes a file of it, for its user alone, replacing it as a whole.
   *
   * @throws IOException if that cannot be done; says why
   */
  void replace(String name, byte[] content) throws IOException {
    Path file = path.resolve(name);
    try {
      // Beside it: the folder itself may be another's by now, whose files he could swap for these.
      Path fresh =
          Files.createTempFile(
              requireNonNull(file.getParent()), "." + file.getFileName() + ".", ".new", FILE);
      try {
        Files.write(fresh, content);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
      // An empty file that comes and goes: by the folder's time it is told to be in use.
      Files.delete(Files.createTempFile(path, ".used.", ".new", FILE));
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Says until when what lies there serves: should this process be killed, the command may go on
   * with it for so long, whoever else looks for abandoned folders.
   *
   * @throws IOException if that cannot be written; says why
   */
  synchronized void keepUntil(Instant end) throws IOException {
    if (!end.isAfter(kept)) {
      return;
    }
    replace(UNTIL, end.toString().getBytes(StandardCharsets.UTF_8));
    kept = end;
  }

  /** Whether a command may go on with what a killed process left there. */
  private static boolean serves(Path folder) throws IOException {
    Path file = folder.resolve(UNTIL);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || isOld(folder)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return Instant.parse(text).isAfter(Instant.now());
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static void removeAbandoned(Path place, UserPrincipal own) {
    Set<Path> inUse = new HashSet<>();
    OWN.forEach((folder, path) -> inUse.add(path));
    try (DirectoryStream<Path> found = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (Path folder : found) {
        if (!inUse.contains(folder)) {
          removeIfAbandoned(folder, own);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder that nobody may list: then nothing is found there.
    }
  }

  private static void removeIfAbandoned(Path folder, UserPrincipal own) {
    Path file = folder.resolve(LOCK);
    try {
      // Another user could put a link in the place of his own folder while it is emptied.
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(own)
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || !(isOfThisMachine(folder) || isOld(folder))
          || serves(folder)) {
        return;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        @Nullable FileLock free = channel.tryLock();
        if (free != null) {
          remove(folder);
        }
      }
    } catch (IOException | OverlappingFileLockException e) {
      // One that others remove at the same time, or that is not as it should be.
    }
  }

  /** The locks of other machines are not seen on every shared disk. */
  private static boolean isOfThisMachine(Path folder) {
    return folder.getFileName().toString().startsWith(prefix());
  }

  /** A folder changes whenever its token file is replaced. */
  private static boolean isOld(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
        .toInstant()
        .isBefore(Instant.now().minus(LEFT)); // By the clock of the machine's files.
  }

  /** The lock last: until then the folder is in use. */
  private static void remove(Path folder) throws IOException {
    FolderRemoval.of(folder, folder.resolve(LOCK));
  }

  /**
   * Removes the folder and what is in it. Who still writes there fails: the folder has another name
   * before it is emptied, unless somebody has taken that.
   *
   * @throws IOException if that cannot be done; says why
   */
  @Override
  public void close() throws IOException {
    try {
      remove(renamed());
    } catch (NoSuchFileException e) {
      // Somebody has removed it, or it was closed before.
    } finally {
      lock.close();
      OWN.remove(this);
    }
  }

  private Path renamed() throws IOException {
    Path gone = path.resolveSibling(path.getFileName() + GONE);
    try {
      return Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return path;
    }
  }

  /** Its path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
