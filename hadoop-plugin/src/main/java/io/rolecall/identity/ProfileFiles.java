package io.rolecall.identity;

import io.rolecall.route.OwnCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * The AWS configuration files, read anew when one of them changes. The SDK's own supplier looks at
 * them each second and logs a warning each time. Thread-safe.
 */
final class ProfileFiles implements Supplier<ProfileFile> {

  /** How Windows' editors begin a file. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final String MARKED =
      ", because the file begins with a byte order mark: save it as UTF-8 without BOM";

  private final @Nullable Path file;
  private volatile @Nullable Read last;

  private ProfileFiles(@Nullable Path file) {
    this.file = file;
  }

  /** What was read, and of which state of the files. */
  private record Read(List<FileState> states, ProfileFile profiles) {}

  private record FileState(FileTime modified, long size) {

    private static final FileState ABSENT = new FileState(FileTime.fromMillis(0), -1);

    static FileState of(Path path) throws IOException {
      return Files.exists(path)
          ? new FileState(Files.getLastModifiedTime(path), Files.size(path))
          : ABSENT;
    }
  }

  /** The files of a profile. Nothing is read yet. */
  static ProfileFiles of(OwnCredentials.Profile profile) {
    return new ProfileFiles(profile.file().orElse(null));
  }

  @Override
  public ProfileFile get() {
    try {
      List<FileState> states = states();
      Read known = last;
      if (known == null || !known.states.equals(states)) {
        known = new Read(states, read());
        last = known;
      }
      return known.profiles;
    } catch (IOException e) {
      throw new IllegalStateException(e.toString(), e);
    }
  }

  private List<FileState> states() throws IOException {
    Path own = file;
    if (own != null) {
      // The SDK takes a file that is not there for an empty one.
      if (!Files.isReadable(own)) {
        throw new IllegalStateException(
            own + (Files.exists(own) ? " cannot be read" : " does not exist"));
      }
      return List.of(FileState.of(own));
    }
    List<FileState> states = new ArrayList<>();
    states.add(FileState.of(ProfileFileLocation.credentialsFilePath()));
    states.add(FileState.of(ProfileFileLocation.configurationFilePath()));
    return states;
  }

  private ProfileFile read() {
    Path own = file;
    if (own != null) {
      return parse(own, ProfileFile.Type.CREDENTIALS);
    }
    try {
      return ProfileFile.defaultProfileFile();
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  /**
   * Which of the SDK's two files it cannot read: it says the line alone.
   *
   * @param failure what the SDK threw
   * @return the failure, with the file's name if one of them is the cause
   */
  static RuntimeException malformed(RuntimeException failure) {
    try {
      parseIfThere(ProfileFileLocation.credentialsFilePath(), ProfileFile.Type.CREDENTIALS);
      parseIfThere(ProfileFileLocation.configurationFilePath(), ProfileFile.Type.CONFIGURATION);
      return failure;
    } catch (MalformedException e) {
      return e;
    } catch (RuntimeException e) {
      return failure;
    }
  }

  /** As the SDK does, which takes a file that is not there for an empty one. */
  private static void parseIfThere(Path path, ProfileFile.Type type) {
    if (Files.isRegularFile(path)) {
      parse(path, type);
    }
  }

  private static ProfileFile parse(Path path, ProfileFile.Type type) {
    try {
      return ProfileFile.builder().type(type).content(path).build();
    } catch (IllegalArgumentException e) {
      throw new MalformedException(
          path + ": " + e.getMessage() + (startsWithMark(path) ? MARKED : ""));
    }
  }

  private static boolean startsWithMark(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(MARK.length), MARK);
    } catch (IOException e) {
      return false;
    }
  }

  /** A file's syntax is wrong. The message names the file, the line, and nothing of its text. */
  static final class MalformedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }
}
