package io.rolecall.token;

import io.rolecall.config.RolecallKeys;
import io.rolecall.failure.FileFailure;
import io.rolecall.process.Recent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.StringUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token file that Hadoop read when this process started, and that somebody may replace: in place,
 * by another file of the same name, or by another target of a symbolic link (Kubernetes). It is
 * looked at when somebody needs newer tokens, and read if it has changed. No lock is held
 * meanwhile. Thread-safe.
 */
final class TokenFile implements TokenPlace {

  /** The environment variable by which Hadoop finds it. */
  static final String VARIABLE = UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION;

  /** The system property that Hadoop reads, too. */
  private static final String PROPERTY = "hadoop.token.files";

  /** How YARN calls the file that it writes for a container, and never again. */
  private static final String OF_CONTAINER = "container_tokens";

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final Recent<Path, TokenFile> FILES = new Recent<>(8);

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path path;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile Found last = Found.NOTHING;

  TokenFile(Path path) {
    this.path = path;
  }

  /** By what a replaced file is known. */
  private record Stamp(@Nullable Object key, FileTime modified, long size) {

    static Stamp of(Path path) throws IOException {
      // Of the target, if it is a link: that is what Kubernetes swaps.
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(found.fileKey(), found.lastModifiedTime(), found.size());
    }
  }

  /** By what it is known whether that has changed. */
  private record Found(@Nullable Stamp stamp, TokenReading reading) {

    static final Found NOTHING = new Found(null, TokenReading.NONE);

    static Found of(@Nullable Stamp stamp, @Nullable Credentials tokens, @Nullable String problem) {
      Instant written = stamp == null ? null : stamp.modified.toInstant();
      return new Found(stamp, new TokenReading(tokens, written, problem));
    }

    private boolean tellsTheSameAs(Found other) {
      String problem = reading.problem();
      return problem != null
          && problem.equals(other.reading.problem())
          && (stamp == null ? other.stamp == null : stamp.equals(other.stamp));
    }
  }

  /**
   * The files of this process, as Hadoop finds them; the same objects for all who ask.
   *
   * @return the files, without what YARN wrote for a container
   */
  static List<TokenFile> ofProcess() {
    return named(System.getenv(VARIABLE), System.getProperty(PROPERTY));
  }

  static List<TokenFile> named(@Nullable String... lists) {
    List<TokenFile> files = new ArrayList<>();
    for (String list : lists) {
      for (String name : StringUtils.getTrimmedStringCollection(list)) {
        try {
          Path path = Path.of(name).toAbsolutePath();
          if (!path.endsWith(OF_CONTAINER)) {
            files.add(shared(path));
          }
        } catch (InvalidPathException e) {
          LOG.debug("no file has the name {}", name, e); // Hadoop said so at the start.
        }
      }
    }
    return files;
  }

  private static TokenFile shared(Path path) {
    TokenFile known = FILES.find(path);
    if (known == null) {
      known = new TokenFile(path);
      FILES.put(path, known);
    }
    return known;
  }

  @Override
  public TokenReading look() {
    Found before = last;
    Found now = readUnlessAs(before);
    if (now == before || !replace(before, now)) {
      return last.reading;
    }
    if (now.reading.problem() != null && !now.tellsTheSameAs(before)) {
      LOG.warn(
          "{}: the tokens cannot be read again: {}. Those that were read before serve until"
              + " their sessions end.",
          path,
          now.reading.problem());
    }
    return now.reading;
  }

  /** False for all but one of those who saw the same change. */
  private synchronized boolean replace(Found before, Found now) {
    boolean first = last == before;
    last = first ? now : last;
    return first;
  }

  @Override
  public boolean isNewest(TokenReading reading) {
    return last.reading == reading;
  }

  @Override
  public String standing(TokenReading found, String refusal) {
    if (found == TokenReading.NONE) {
      return path + " has not been read again";
    }
    if (found.problem() != null) {
      return path + " cannot be read again: " + found.problem();
    }
    return refusal.isEmpty()
        ? path + " has not been replaced since " + found.writtenAt()
        : path + " was replaced at " + found.writtenAt() + ", but " + refusal;
  }

  @Override
  public String advice() {
    return "Whoever supplies this file has to replace it before its sessions end (rolecall keep"
        + " --token-file does), or to write tokens whose sessions last as long as the job ("
        + RolecallKeys.SESSION_DURATION.name()
        + ")";
  }

  private Found readUnlessAs(Found before) {
    Stamp stamp = null;
    try {
      stamp = Stamp.of(path); // First: what replaces it while it is read has another one.
      if (stamp.equals(before.stamp) && before.reading.problem() == null) {
        return before;
      }
      Credentials tokens = StoredTokens.read(path);
      warnIfOthersMayUseIt();
      return Found.of(stamp, tokens, null);
    } catch (IOException e) {
      return Found.of(stamp, null, FileFailure.reason(e));
    }
  }

  /** As of other files with secrets: Hadoop has used it already, so it is used. */
  private void warnIfOthersMayUseIt() throws IOException {
    Set<PosixFilePermission> found;
    try {
      found = Files.getPosixFilePermissions(path);
    } catch (UnsupportedOperationException e) {
      return; // The file system knows none.
    }
    if (found.stream().anyMatch(OTHERS::contains) && warned.compareAndSet(false, true)) {
      LOG.warn(
          "{}: others may use this token file ({}; expected rw------- or less): whoever reads it has"
              + " its sessions",
          path,
          PosixFilePermissions.toString(found));
    }
  }

  /** Its path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
