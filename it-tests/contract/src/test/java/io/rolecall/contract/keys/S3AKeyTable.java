package io.rolecall.contract.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.util.VersionInfo;

/** The table of {@code docs/s3a-keys.md}. */
final class S3AKeyTable {

  /** Tests run in their module's folder. */
  private static final Path PAGE = Path.of("../../docs/s3a-keys.md");

  private static final String FROM = "from ";
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private S3AKeyTable() {}

  /**
   * One key.
   *
   * @param key the key; {@code BUCKET} stands for a bucket's name
   * @param since {@code all}, or {@code from} a version of Hadoop
   * @param tried its value, and what is set besides
   * @param verdict what Rolecall makes of it
   */
  record Row(String key, String since, Map<String, String> tried, String verdict) {

    /** Whether the Hadoop of this class path has it. */
    boolean isHere() {
      return S3AKeyTable.isHere(since);
    }

    /** The value that is tried. */
    String value() {
      return tried.values().iterator().next();
    }

    @Override
    public String toString() {
      return key;
    }
  }

  /** All keys, in the order of the page. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (List<String> cells : lines(5)) {
      String key = unquoted(cells.get(0));
      rows.add(new Row(key, cells.get(1), tried(key, cells.get(2)), cells.get(3)));
    }
    return rows;
  }

  /** Constants of S3A that are no keys, and since when there is each. */
  static Map<String, String> noKeys() {
    Map<String, String> names = new LinkedHashMap<>();
    lines(3).forEach(cells -> names.put(unquoted(cells.get(0)), cells.get(1)));
    return names;
  }

  static boolean isHere(String since) {
    // The versions of one length, so that text compares them.
    return !since.startsWith(FROM)
        || VersionInfo.getVersion().compareTo(since.substring(FROM.length())) >= 0;
  }

  private static List<List<String>> lines(int cells) {
    try {
      return Files.readAllLines(PAGE).stream()
          .filter(line -> line.startsWith("| `"))
          .map(line -> List.of(line.substring(2).split(" \\|(?: |$)", -1)))
          .map(found -> found.subList(0, found.size() - 1))
          .filter(found -> found.size() == cells)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unquoted(String cell) {
    return cell.substring(1, cell.length() - 1);
  }

  private static Map<String, String> tried(String key, String cell) {
    Map<String, String> tried = new LinkedHashMap<>();
    Matcher quoted = QUOTED.matcher(cell);
    while (quoted.find()) {
      String text = quoted.group(1);
      if (!tried.isEmpty()) {
        tried.put("fs.s3a." + text.replaceFirst("=.*", ""), text.replaceFirst("[^=]*=", ""));
      } else if (text.startsWith(".")) {
        String rest = key.endsWith(".") ? text.substring(1) : text;
        tried.put(key + rest.replaceFirst("=.*", ""), rest.replaceFirst("[^=]*=", ""));
      } else {
        tried.put(key, text);
      }
    }
    return tried;
  }
}
