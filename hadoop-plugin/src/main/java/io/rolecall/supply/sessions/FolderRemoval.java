package io.rolecall.supply.sessions;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Removes a folder and what is in it. Follows no links, and what cannot be removed does not keep
 * the rest there. Not thread-safe.
 */
public final class FolderRemoval extends SimpleFileVisitor<Path> {

  private final Path folder;
  private final Path last;
  private @Nullable IOException failure;

  private FolderRemoval(Path folder, Path last) {
    this.folder = folder;
    this.last = last;
  }

  /**
   * Removes a folder.
   *
   * @param folder the folder
   * @param last the file in it that goes when all others have gone; need not be there
   * @throws IOException the first of what could not be removed
   */
  public static void of(Path folder, Path last) throws IOException {
    FolderRemoval removal = new FolderRemoval(folder, last);
    Files.walkFileTree(folder, removal);
    removal.remove(last);
    removal.remove(folder);
    if (removal.failure != null) {
      throw removal.failure;
    }
  }

  private void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (!file.equals(last)) {
      remove(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE; // Removing its folder fails, and says why.
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
    if (!directory.equals(folder)) {
      remove(directory);
    }
    return FileVisitResult.CONTINUE;
  }
}
