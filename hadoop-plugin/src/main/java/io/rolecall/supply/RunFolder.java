package io.rolecall.supply;

import io.rolecall.config.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is its user's alone, for as long as one process needs it. What a killed process
 * left is removed by the next one: a lock, which ends with its process, tells it from one that is
 * in use.
 */
final class RunFolder implements AutoCloseable {

  private static final String PREFIX = "rolecall-run-";
  private static final String GONE = ".gone";
  private static final String LOCK = "lock";

  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final FileChannel lock;

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
      made = Files.createTempDirectory(parent, PREFIX, FOLDER);
      // Locked before it has its name: whoever looks for abandoned folders finds it in use.
      Path fresh = made.resolve(LOCK + ".new");
      FileChannel channel =
          FileChannel.open(
              fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE);
      channel.lock();
      Files.move(fresh, made.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
      removeAbandoned(parent, Files.getOwner(made, LinkOption.NOFOLLOW_LINKS));
      return new RunFolder(made, channel);
    } catch (IOException | UnsupportedOperationException e) {
      if (made != null) {
        remove(made);
      }
      throw new IOException(
          parent
              + ": no private folder can be made there: "
              + (e instanceof IOException failure
                  ? Problem.of(failure)
                  : "this file system knows no owners")
              + ". TMPDIR names another place",
          e);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  private static void removeAbandoned(Path parent, UserPrincipal own) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : found) {
        removeIfAbandoned(folder, own);
      }
    } catch (IOException e) {
      // Others' folders, and what others remove at the same time: none of this run's business.
    }
  }

  /** Another user could put a link in the place of his own folder while it is emptied. */
  private static void removeIfAbandoned(Path folder, UserPrincipal own) throws IOException {
    Path file = folder.resolve(LOCK);
    if (Files.isSymbolicLink(folder)
        || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(own)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      @Nullable FileLock free = channel.tryLock();
      if (free != null) {
        remove(folder);
      }
    } catch (OverlappingFileLockException e) {
      // In use by this process.
    }
  }

  /** Removes a folder and its files, the lock last. */
  private static void remove(Path folder) throws IOException {
    Path lock = folder.resolve(LOCK);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.equals(lock)) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(lock);
    Files.deleteIfExists(folder);
  }

  /**
   * Removes the folder and what is in it. Who still writes there fails: the folder has another name
   * before it is emptied.
   *
   * @throws IOException if that cannot be done; says why
   */
  @Override
  public void close() throws IOException {
    try {
      Path gone = path.resolveSibling(path.getFileName() + GONE);
      Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
      remove(gone);
    } catch (NoSuchFileException e) {
      // Somebody has removed it, or it was closed before.
    } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
      remove(path);
    } finally {
      lock.close();
    }
  }

  /** Its path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
