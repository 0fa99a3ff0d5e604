package io.rolecall.handoff;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that an answer is made of, as they were before they were read: as long as each is as it
 * was, so is the answer. What does not show in a file's content, for example one that includes
 * others, makes the answer one that nobody gives again. Not thread-safe.
 */
public final class AnswerSources {

  /** Larger ones are read by Java. */
  private static final long LARGEST = 4 << 20;

  /** What makes a file of Hadoop's XML depend on others: an element, whatever its prefix is. */
  private static final Pattern OTHERS =
      Pattern.compile("<(?:[^\\s<>/:]+:)?include\\b|<!DOCTYPE|<!ENTITY");

  /** UTF-8's byte order mark, byte by byte. */
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final Map<Path, Optional<Seen>> seen = new LinkedHashMap<>();
  private boolean unknown;

  /** No files yet. */
  public AnswerSources() {}

  /** What a file was like: the content, and what no change of it leaves as it was. */
  private record Seen(String sha256, @Nullable Object file, FileTime changed) {}

  /**
   * Looks at a file, before it is read for the answer. That it is not there counts, too.
   *
   * @param file the file
   */
  public void add(Path file) {
    if (!isPlain(file.toString())) {
      unknown = true;
      return;
    }
    try {
      seen.putIfAbsent(file, look(file));
    } catch (IOException | UnsupportedOperationException e) {
      unknown = true;
    }
  }

  /** Says that the answer is made of more than files. */
  public void addUnknown() {
    unknown = true;
  }

  /** Whoever compares them reads lines, in whatever locale. */
  private static boolean isPlain(String path) {
    return path.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '\\');
  }

  private Optional<Seen> look(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:isRegularFile,size,ino,ctime");
    if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))
        || !(attributes.get("size") instanceof Long size)
        || size > LARGEST
        || !(attributes.get("ctime") instanceof FileTime changed)) {
      throw new IOException(file + " is no small file");
    }
    byte[] content = Files.readAllBytes(file);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') >= 0 || isXml(text) && OTHERS.matcher(text).find()) {
      throw new IOException(file + " depends on others");
    }
    try {
      String sha256 =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      return Optional.of(new Seen(sha256, attributes.get("ino"), changed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static boolean isXml(String text) {
    return text.replace(MARK, "").stripLeading().startsWith("<");
  }

  /**
   * What has to be so for the answer to be given again, a line each.
   *
   * @return the lines, each with its end; empty if that cannot be said, or a file has changed since
   *     it was added
   */
  Optional<String> conditions() {
    if (unknown || seen.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<Path, Optional<Seen>> file : seen.entrySet()) {
      try {
        if (!look(file.getKey()).equals(file.getValue())) {
          return Optional.empty();
        }
      } catch (IOException e) {
        return Optional.empty();
      }
      lines
          .append(
              file.getValue()
                  .map(was -> "sha256 " + was.sha256() + "  " + file.getKey())
                  .orElse("absent " + file.getKey()))
          .append('\n');
    }
    return Optional.of(lines.toString());
  }
}
