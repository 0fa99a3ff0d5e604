package io.rolecall.contract.keys;

import io.rolecall.localaws.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What came over the wire, and what of it two runs have in common. Thread-safe. */
final class WireTap {

  /** Who signed, when, and which attempt of which call it is. */
  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "authorization",
          "x-amz-security-token",
          "x-amz-date",
          "amz-sdk-invocation-id",
          "amz-sdk-request");

  /** Of what committers write about themselves: ids, times, and names of the machine. */
  private static final Set<String> OF_THE_CONTENT =
      Set.of(
          "content-length",
          "if-match",
          "range",
          "referer",
          "x-amz-decoded-content-length",
          "content-md5",
          "x-amz-content-sha256",
          "x-amz-checksum-sha256",
          "x-amz-checksum-crc32");

  /**
   * S3A's audit keeps the range of a request in the span, which the requests of a vectored read
   * share: now and then one tells that of another. Seen with plain S3A (4 of 6,000 requests on
   * 3.4.1) as often as with Rolecall. What is asked for is in the field "range" anyway.
   */
  private static final String RANGE_OF_THE_SPAN = "&rg=\\d+-\\d+";

  private final List<HttpRequest> requests = new CopyOnWriteArrayList<>();

  void add(HttpRequest request) {
    requests.add(request);
  }

  void clear() {
    requests.clear();
  }

  List<HttpRequest> sts() {
    return requests.stream().filter(WireTap::isSts).toList();
  }

  private static boolean isSts(HttpRequest request) {
    return request.method().equals("POST")
        && request.headers().first("Content-Type", "").startsWith("application/x-www-form");
  }

  /** Each request to S3 as a line, sorted: some are sent at once. */
  List<String> s3() {
    return requests.stream()
        .filter(request -> !isSts(request))
        .map(WireTap::line)
        .sorted()
        .toList();
  }

  private static String line(HttpRequest request) {
    StringBuilder line = new StringBuilder(request.method()).append(' ').append(request.rawPath());
    if (!request.rawQuery().isEmpty()) {
      line.append('?').append(request.rawQuery());
    }
    boolean told =
        (request.rawPath() + "?" + request.rawQuery())
            .matches(".*((_SUCCESS|\\.pending(set)?|/summaries.*)\\?.*|\\?delete)");
    TreeSet<String> fields = new TreeSet<>();
    request
        .headers()
        .forEach(
            (name, value) -> {
              String field = name.toLowerCase(Locale.ROOT);
              if (!OF_THE_MOMENT.contains(field) && !(told && OF_THE_CONTENT.contains(field))) {
                fields.add(field + "=" + value);
              }
            });
    return common(line.append(' ').append(fields).toString());
  }

  /** The lines that only one of two runs has, marked by which. */
  static List<String> difference(List<String> before, List<String> after) {
    List<String> gone = new ArrayList<>(before);
    after.forEach(gone::remove);
    List<String> come = new ArrayList<>(after);
    before.forEach(come::remove);
    return Stream.concat(
            gone.stream().map(line -> "- " + line), come.stream().map(line -> "+ " + line))
        .toList();
  }

  /** A text without what differs from run to run. */
  static String common(String text) {
    return text.replaceAll("store-[ab]", "BUCKET")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
        .replaceAll("rolecall-job=[^&, \\]]*&?", "")
        .replaceAll("&(id|t0|t1|ts)=[^&, \\]]*", "")
        .replaceAll(RANGE_OF_THE_SPAN, "")
        .replaceAll("UUID-\\d{8}", "UUID-N")
        .replaceAll("((uploadId|continuation-token)=)[^& ]*", "$1X")
        .replaceAll(",? Rolecall(?=[,\\]])", "")
        .replaceAll(" m/[^ \\],]*", "")
        .replaceAll("0x[0-9a-f]+|@[0-9a-f]{5,}", "@")
        .replaceAll("(Request ID: |x-amz-request-id[=:] ?)\\w+", "$1X");
  }
}
