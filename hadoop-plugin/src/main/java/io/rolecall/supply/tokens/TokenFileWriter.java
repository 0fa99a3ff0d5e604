package io.rolecall.supply.tokens;

import io.rolecall.failure.FileFailure;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.StoredTokens;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;

/**
 * Replaces a token file as a whole: whoever reads it finds the old one or the new one. What it
 * holds besides the tokens that are written stays. One process writes a file. Not thread-safe.
 */
public final class TokenFileWriter {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** A new file is written and renamed in less time: an older one was left by a killed process. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private static final String SUFFIX = ".new";

  /** Whom everybody has to trust. */
  private static final Integer ROOT = 0;

  private final Path file;
  private final Path folder;

  /** A writer of this file, which need not be there. */
  public TokenFileWriter(Path file) {
    this.file = file.toAbsolutePath();
    this.folder = this.file.resolveSibling("").normalize();
  }

  private String prefix() {
    return "." + file.getFileName() + ".";
  }

  /**
   * The jobs of the Rolecall tokens that the file holds.
   *
   * @return their ids, sorted; empty if there is no file, or no such token in it
   * @throws IOException if it is no token file, or somebody else's
   */
  SortedSet<String> jobs() throws IOException {
    SortedSet<String> jobs = new TreeSet<>();
    for (Token<?> token : present().getAllTokens()) {
      RolecallTokens.job(token).ifPresent(jobs::add);
    }
    return jobs;
  }

  /**
   * When the sessions of the Rolecall tokens that the file holds end: an earlier process may have
   * written it.
   *
   * @return the times; empty if there is none, or the file cannot be read
   */
  public Optional<Ends> ends() {
    List<Instant> ends = new ArrayList<>();
    try {
      for (Token<?> token : present().getAllTokens()) {
        if (TokenContents.isOurs(token)) {
          TokenContents.of(token).routes().stream()
              .map(TokenContents.CarriedRoute::expiration)
              .filter(Objects::nonNull)
              .forEach(ends::add);
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // Whoever writes it is told.
    }
    return Ends.of(ends);
  }

  private Credentials present() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Credentials();
    }
    try {
      checkOwner();
      return StoredTokens.read(file);
    } catch (IOException e) {
      throw new IOException(
          file
              + " is there and cannot be read as a token file, so it is not replaced: "
              + FileFailure.reason(e)
              + ". Delete it, or name another",
          e);
    }
  }

  /**
   * Where others may write, too, somebody may have put a file or a link there beforehand, so that
   * his tokens go along.
   */
  private void checkOwner() throws IOException {
    UserPrincipal owner;
    UserPrincipal own;
    try {
      owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
      if (ROOT.equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
        return;
      }
      Path fresh = Files.createTempFile(folder, prefix(), SUFFIX, OWNER_ONLY);
      try {
        own = Files.getOwner(fresh, LinkOption.NOFOLLOW_LINKS);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException | UnsupportedOperationException e) {
      return; // It will not be written either, which says why.
    }
    if (!owner.equals(own)) {
      throw new IOException("it belongs to " + owner.getName() + ", not to " + own.getName());
    }
  }

  /**
   * Puts tokens in the place of those of the same names.
   *
   * @throws IOException if that fails: the file is as it was
   */
  public void write(Credentials tokens) throws IOException {
    Credentials all = present();
    all.addAll(tokens);
    try {
      replace(StoredTokens.bytes(all));
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          file + ": tokens cannot be kept here, because this file system knows no owners", e);
    } catch (IOException e) {
      throw new IOException(
          file
              + " cannot be written: "
              + (Files.isDirectory(folder)
                  ? FileFailure.reason(e)
                  : "there is no folder " + folder),
          e);
    }
  }

  private void replace(byte[] bytes) throws IOException {
    Path fresh = Files.createTempFile(folder, prefix(), SUFFIX, OWNER_ONLY);
    try {
      removeAbandoned(Files.getOwner(fresh, LinkOption.NOFOLLOW_LINKS));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true); // The rename, too.
    } catch (IOException e) {
      // Not every file system can, and not everybody may read the folder. The file is there.
    }
  }

  /** What this user left alone: others, who may write there, must not keep him from writing. */
  private void removeAbandoned(UserPrincipal own) {
    Instant limit = Instant.now().minus(ABANDONED); // By the clock of the machine's files.
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            folder,
            path -> {
              String name = path.getFileName().toString();
              return name.startsWith(prefix()) && name.endsWith(SUFFIX);
            })) {
      for (Path path : found) {
        removeIfAbandoned(path, own, limit);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder that this user may not list.
    }
  }

  private static void removeIfAbandoned(Path path, UserPrincipal own, Instant limit) {
    try {
      PosixFileAttributes found =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isRegularFile()
          && found.owner().equals(own)
          && found.lastModifiedTime().toInstant().isBefore(limit)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // Others remove it, too.
    }
  }

  /** The file's path. */
  @Override
  public String toString() {
    return file.toString();
  }
}
