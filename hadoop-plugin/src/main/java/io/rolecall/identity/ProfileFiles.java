package io.rolecall.identity;

import io.rolecall.route.IdentitySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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
  static ProfileFiles of(IdentitySource.Profile profile) {
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
    return own == null
        ? ProfileFile.defaultProfileFile()
        : ProfileFile.builder().type(ProfileFile.Type.CREDENTIALS).content(own).build();
  }
}
