package io.rolecall.failure;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Why a file cannot be read or written, in words: exceptions about files tell the file's name in
 * place of a reason, and some others tell nothing at all.
 */
public final class FileFailure {

  private FileFailure() {}

  /**
   * Whether there is no such file.
   *
   * @param failure what was thrown
   * @return false if it is there, or nobody knows
   */
  public static boolean isAbsence(Exception failure) {
    return failure instanceof NoSuchFileException || failure instanceof FileNotFoundException;
  }

  /**
   * Whether a file may not be accessed.
   *
   * @param failure what was thrown
   * @return whether a disk, or Hadoop, denies it
   */
  public static boolean isDenial(Exception failure) {
    return failure instanceof AccessDeniedException || failure instanceof AccessControlException;
  }

  /**
   * The reason.
   *
   * @param failure what was thrown
   * @return the reason, without a full stop, and without the file's name, which the caller knows;
   *     never empty
   */
  public static String reason(Exception failure) {
    if (isAbsence(failure)) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
