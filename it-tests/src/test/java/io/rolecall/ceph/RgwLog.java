package io.rolecall.ceph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway was asked since this object was made.
 *
 * <p>The gateway writes two logs: one has every request, the other has only those of callers that
 * it believed, with the role session that signed. Not thread-safe.
 */
public final class RgwLog {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** {@code beast: 0x7f: 127.0.0.1 - user [time] "GET /a HTTP/1.1" 200 ...}. */
  private static final Pattern LINE =
      Pattern.compile("beast: \\S+ \\S+ - (\\S*) ?\\[[^]]*] \"(\\S+) (\\S*) [^\"]*\" (\\d+) .*");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path access;
  private final Path operations;
  private final Marker marker;
  private String start;

  /** Sends a request that can be found in the logs. */
  interface Marker {
    String mark() throws IOException;
  }

  RgwLog(Path access, Path operations, Marker marker) throws IOException {
    this.access = access;
    this.operations = operations;
    this.marker = marker;
    this.start = marker.mark();
  }

  /**
   * Forgets what was asked so far.
   *
   * @throws IOException if the gateway cannot be reached
   */
  public void clear() throws IOException {
    start = marker.mark();
  }

  /**
   * All requests, in the order of their answers.
   *
   * @return the requests, to STS too
   * @throws IOException if the logs cannot be read
   */
  public List<RgwRequest> requests() throws IOException {
    // The logs are written late, but in order: what stands before the mark is all there is.
    String end = marker.mark();
    Map<String, Deque<JsonNode>> believed = new HashMap<>();
    for (String text : between(this::operations, end)) {
      JsonNode operation = JSON.readTree(text);
      believed
          .computeIfAbsent(signature(operation), key -> new ArrayDeque<>())
          .add(operation.path("sts_info"));
    }
    List<RgwRequest> requests = new ArrayList<>();
    for (String line : between(this::accesses, end)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.find() || matcher.group(2).isEmpty()) {
        continue;
      }
      String user = matcher.group(1).equals("-") ? "" : matcher.group(1);
      String target = matcher.group(3);
      Deque<JsonNode> known =
          believed.get(matcher.group(2) + " " + target + " " + matcher.group(4));
      JsonNode session = user.isEmpty() || known == null ? null : known.poll();
      requests.add(
          new RgwRequest(
              matcher.group(2),
              target,
              Integer.parseInt(matcher.group(4)),
              user,
              text(session, "role_name"),
              text(session, "role_session")));
    }
    return requests;
  }

  private static @Nullable String text(@Nullable JsonNode session, String field) {
    JsonNode value = session == null ? null : session.get(field);
    return value == null ? null : value.asText();
  }

  /** What both logs have of a request. The query stands twice in this one. */
  private static String signature(JsonNode operation) {
    String[] words = operation.path("uri").asText().split(" ");
    String[] parts = words[1].split("\\?");
    String target = parts.length > 1 ? parts[0] + "?" + parts[1] : parts[0];
    return words[0] + " " + target + " " + operation.path("http_status").asText();
  }

  private List<String> accesses() throws IOException {
    return Files.readString(access, StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** Objects, of which two may stand in one line. */
  private List<String> operations() throws IOException {
    List<String> found = new ArrayList<>();
    try (MappingIterator<JsonNode> objects =
        JSON.readerFor(JsonNode.class).readValues(operations.toFile())) {
      while (objects.hasNextValue()) {
        found.add(objects.nextValue().toString());
      }
    } catch (JsonProcessingException e) {
      // The last one is still being written.
      return found;
    }
    return found;
  }

  private interface Entries {
    List<String> read() throws IOException;
  }

  private List<String> between(Entries log, String end) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<String> entries = log.read();
      int from = indexOf(entries, start);
      int to = indexOf(entries, end);
      if (from >= 0 && to >= 0) {
        return entries.subList(from + 1, to);
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("a request does not appear in " + access + " and " + operations);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static int indexOf(List<String> lines, String mark) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("/" + mark + " ")) {
        return i;
      }
    }
    return -1;
  }
}
