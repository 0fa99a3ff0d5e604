package io.rolecall.mailbox;

import static java.util.Objects.requireNonNull;

import io.rolecall.failure.ReplacedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/**
 * A letter box on a disk, by the system's own rename. Hadoop's local file system renames a file and
 * its checksum one after the other.
 */
final class DiskBox implements LetterBox {

  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;

  private final Path folder;
  private final Path letter;
  private final Path fresh;

  DiskBox(Path folder) {
    this.folder = folder;
    this.letter = folder.resolve(LETTER);
    this.fresh = folder.resolve(FRESH);
  }

  @Override
  public void create() throws IOException {
    try {
      int mode = (Integer) requireNonNull(Files.getAttribute(parent(), "unix:mode"));
      LetterBox.checkParent(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(parent())),
          (mode & OTHERS_WRITE) != 0,
          (mode & STICKY) != 0);
      Files.createDirectory(folder, FOLDER);
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          "this file system knows no owners, so nothing keeps others from what lies there: expected"
              + " a folder of a POSIX file system, or of HDFS",
          e);
    }
  }

  private Path parent() {
    return requireNonNull(folder.getParent());
  }

  @Override
  public void replace(byte[] bytes) throws IOException {
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    Files.move(fresh, letter, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public byte[] read(int most) throws IOException {
    // Whoever opens a pipe waits for somebody who writes it.
    if (Files.exists(letter) && !Files.isRegularFile(letter)) {
      throw new IOException("it is no regular file");
    }
    return ReplacedFile.read(
        () -> {
          try (InputStream in = Files.newInputStream(letter)) {
            return in.readNBytes(most + 1);
          }
        },
        () -> Files.exists(letter));
  }

  @Override
  public void remove() throws IOException {
    try {
      remove(folder);
    } catch (NoSuchFileException e) {
      // Somebody else has removed it.
    }
  }

  private static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FRESH));
    Files.deleteIfExists(folder.resolve(LETTER));
    Files.delete(folder);
  }

  @Override
  public void removeAbandoned() {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent(), PREFIX + "*")) {
      PosixFileAttributes own = attributes(folder);
      for (Path other : found) {
        removeIfAbandoned(other, own);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder that this user may not list: then nothing is found there.
    }
  }

  private static void removeIfAbandoned(Path other, PosixFileAttributes own) {
    try {
      PosixFileAttributes found = attributes(other);
      Instant limit = own.lastModifiedTime().toInstant().minus(ABANDONED);
      if (NAME.matcher(other.getFileName().toString()).matches()
          && found.isDirectory()
          && found.owner().equals(own.owner())
          && found.lastModifiedTime().toInstant().isBefore(limit)) {
        remove(other);
      }
    } catch (IOException e) {
      // Others remove it, too.
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
