package io.rolecall.localaws.s3;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.sigv4.QueryParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings the back end's answer to the client. */
final class S3Answer {
  private static final Set<String> NOT_FORWARDED =
      Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding", "vary");
  private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
  private static final Pattern CHECKSUM_NAME =
      Pattern.compile("x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)", CASE_INSENSITIVE);
  private static final Pattern CHECKSUM_MESSAGE =
      Pattern.compile("<Message>Value for x-amz-checksum-(\\w+) header is invalid");

  private S3Answer() {}

  /** Sends the answer to a request with this payload. */
  static void forward(
      HttpResponse<InputStream> response, S3Payload payload, Transaction transaction)
      throws IOException, AwsError {
    HttpHeaders headers = new HttpHeaders();
    response
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(value -> add(headers, name, value)));
    if (transaction.request().method().equals("PUT")) {
      echoChecksums(transaction.request().headers(), headers);
      echoChecksums(payload.trailers(), headers);
    }
    try (InputStream body = response.body()) {
      if (transaction.request().method().equals("HEAD")) {
        response
            .headers()
            .firstValue("Content-Length")
            .ifPresent(l -> headers.set("Content-Length", l));
        transaction.answer(response.statusCode(), null, headers, new byte[0]);
      } else if (response.statusCode() >= 400) {
        forwardError(response.statusCode(), headers, body.readAllBytes(), transaction);
      } else {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        try (OutputStream out = transaction.stream(response.statusCode(), headers, length)) {
          body.transferTo(out);
        }
      }
    }
  }

  /** S3 answers the checksum that it has verified; S3Mock does not do so for a part. */
  private static void echoChecksums(HttpHeaders request, HttpHeaders answer) {
    request.forEach(
        (name, value) -> {
          if (CHECKSUM_NAME.matcher(name).matches()) {
            answer.set(name, value);
          }
        });
  }

  private static void forwardError(
      int status, HttpHeaders headers, byte[] body, Transaction transaction)
      throws IOException, AwsError {
    String text = new String(body, StandardCharsets.UTF_8);
    Matcher checksum = CHECKSUM_MESSAGE.matcher(text);
    if (checksum.find()) {
      throw new AwsError(
          400,
          "BadDigest",
          "The "
              + checksum.group(1).toUpperCase(Locale.ROOT)
              + " you specified did not match the calculated checksum.");
    }
    if (text.contains("<Message>Content-MD5 does not match")) {
      throw new AwsError(
          400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
    Matcher code = CODE.matcher(text);
    boolean named = code.find();
    if (!named && status == 400 && isOnUpload(transaction.request())) {
      // S3Mock's upload ids are UUIDs, and it refuses to parse what is none.
      throw new AwsError(
          404,
          "NoSuchUpload",
          "The specified upload does not exist. The upload ID may be invalid, or the upload may"
              + " have been aborted or completed.");
    }
    transaction.answer(status, named ? code.group(1) : null, headers, body);
  }

  private static boolean isOnUpload(HttpRequest request) {
    return QueryParameters.parse(request.rawQuery()).contains("uploadId");
  }

  private static void add(HttpHeaders headers, String name, String value) {
    if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
      headers.add(name, value);
    }
  }
}
