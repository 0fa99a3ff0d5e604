package io.rolecall.identity;

import io.rolecall.identity.ProfileFiles.MalformedException;
import java.util.Optional;

/** What is wrong with the AWS configuration files, for others than profiles who read them too. */
public final class AwsFiles {

  private AwsFiles() {}

  /**
   * Which file is malformed, if that is why something failed.
   *
   * @param failure what the SDK threw, which names no file
   * @return the file, the line, and what is wrong with it; nothing of its text. Empty if the files
   *     are in order
   */
  public static Optional<String> malformed(RuntimeException failure) {
    return ProfileFiles.malformed(failure) instanceof MalformedException malformed
        ? Optional.of(Causes.text(malformed))
        : Optional.empty();
  }
}
