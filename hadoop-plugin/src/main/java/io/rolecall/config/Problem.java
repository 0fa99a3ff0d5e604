package io.rolecall.config;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why something cannot be read, in words: exceptions about files tell the file's name in place of a
 * reason, and some others tell nothing at all.
 */
public final class Problem {

  private Problem() {}

  /**
   * The reason.
   *
   * @param failure what was thrown
   * @return the reason, without a full stop, and without the file's name, which the caller knows;
   *     never empty
   */
  public static String of(Exception failure) {
    if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
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
