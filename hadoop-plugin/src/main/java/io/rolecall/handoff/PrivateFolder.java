package io.rolecall.handoff;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files are its user's alone. What somebody else could have read or written is
 * refused, not used.
 */
final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.copyOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** No session lasts longer than half of it. */
  private static final Duration OLD = Duration.ofDays(1);

  private final Path folder;

  PrivateFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads a file.
   *
   * @return its content; null if it is not there
   * @throws IOException if it is not the user's alone
   */
  byte @Nullable [] read(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    UserPrincipal me = checkFolder();
    check(file, me, false);
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Writes a file, replacing it as a whole; old ones go, whose sessions have ended. */
  void write(String name, byte[] content) throws IOException {
    UserPrincipal me = checkFolder();
    removeOld(me);
    Path fresh = Files.createTempFile(folder, "new-", "", FILE);
    try {
      Files.write(fresh, content);
      Files.move(
          fresh,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void removeOld(UserPrincipal me) {
    Instant limit = Instant.now().minus(OLD); // By the clock of the machine's files.
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "{answer,new,owner,session}-*")) {
      for (Path file : files) {
        PosixFileAttributes found =
            Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isRegularFile()
            && found.owner().equals(me)
            && found.lastModifiedTime().toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Others remove them, too, and the next write will.
    }
  }

  /** Who this process's user is: the owner of a file that it makes. */
  private UserPrincipal checkFolder() throws IOException {
    try {
      Files.createDirectories(folder, FOLDER);
      Path probe = Files.createTempFile(folder, "owner-", "", FILE);
      UserPrincipal me;
      try {
        me = Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
      } finally {
        Files.delete(probe);
      }
      check(folder, me, true);
      return me;
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          folder + ": sessions cannot be kept here, because this file system knows no owners", e);
    }
  }

  private static void check(Path path, UserPrincipal me, boolean directory) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (directory ? !attributes.isDirectory() : !attributes.isRegularFile()) {
      throw unsafe(path, "it is not a " + (directory ? "folder" : "file"));
    }
    if (!attributes.owner().equals(me)) {
      throw unsafe(
          path, "it belongs to " + attributes.owner().getName() + ", not to " + me.getName());
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw unsafe(
          path,
          "others may use it ("
              + PosixFilePermissions.toString(attributes.permissions())
              + ", expected "
              + (directory ? "rwx------" : "rw-------")
              + ")");
    }
  }

  private static IOException unsafe(Path path, String reason) {
    return new IOException(
        "the session cache "
            + path
            + " is refused: "
            + reason
            + ". Somebody may have read or changed it: delete it");
  }
}
