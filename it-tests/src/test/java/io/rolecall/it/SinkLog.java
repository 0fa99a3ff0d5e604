package io.rolecall.it;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The log of a streaming file sink, read around the gate: which files belong to the output. Others
 * that lie there were left by attempts that did not come to their end.
 *
 * @param store where it is
 * @param bucket the sink's bucket
 * @param folder the sink's folder
 */
record SinkLog(StoredObjects store, String bucket, String folder) {

  private static final String COMPACT = ".compact";
  private static final Pattern PATH = Pattern.compile("\"path\":\"s3a://[^/]+/([^\"]+)\"");

  /** The number of the last batch. */
  int lastBatch() throws IOException {
    return batches().stream().mapToInt(SinkLog::number).max().orElseThrow();
  }

  /** The lines of all files of the output. */
  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String key : committedFiles()) {
      text(key).lines().forEach(lines::add);
    }
    return lines;
  }

  /** The last compacted batch holds all before it; each later one holds its own. */
  private List<String> committedFiles() throws IOException {
    List<String> batches = batches();
    int compacted =
        batches.stream()
            .filter(key -> key.endsWith(COMPACT))
            .mapToInt(SinkLog::number)
            .max()
            .orElse(-1);
    List<String> files = new ArrayList<>();
    for (String key : batches) {
      boolean counts = key.endsWith(COMPACT) ? number(key) == compacted : number(key) > compacted;
      if (counts) {
        Matcher path = PATH.matcher(text(key));
        while (path.find()) {
          files.add(URI.create(path.group(1)).getPath());
        }
      }
    }
    return files;
  }

  private List<String> batches() throws IOException {
    try (Stream<String> keys = store.list(bucket, folder + "/_spark_metadata/").stream()) {
      return keys.filter(key -> key.matches(".*/\\d+(\\.compact)?")).toList();
    }
  }

  private static int number(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf('/') + 1).replace(COMPACT, ""));
  }

  private String text(String key) throws IOException {
    return new String(store.get(bucket, key), StandardCharsets.UTF_8);
  }
}
