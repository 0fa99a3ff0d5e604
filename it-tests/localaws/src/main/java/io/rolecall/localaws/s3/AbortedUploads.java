package io.rolecall.localaws.s3;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.service.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The uploads that were aborted. The back end never hears of it: S3Mock deletes the object of an
 * aborted upload's key, which S3 keeps. They are gone for clients, and stay in the back end's
 * folder. Thread-safe.
 */
final class AbortedUploads {
  private static final Pattern LISTED =
      Pattern.compile("<Upload>.*?<UploadId>([^<]*)</UploadId>.*?</Upload>", Pattern.DOTALL);

  private final S3BackEnd backEnd;
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  AbortedUploads(S3BackEnd backEnd) {
    this.backEnd = backEnd;
  }

  /** Refuses a request on an upload that was aborted. */
  void check(S3Request request) throws AwsError {
    String id = request.query().first("uploadId");
    if (id != null && ids.contains(id)) {
      throw noSuchUpload();
    }
  }

  /** Answers AbortMultipartUpload. */
  void abort(S3Request request, S3Payload payload, Transaction transaction)
      throws IOException, AwsError {
    HttpResponse<InputStream> parts = backEnd.send(listingOfParts(request), payload);
    if (parts.statusCode() != 200) {
      S3Answer.forward(parts, payload, transaction); // as one that does not exist
      return;
    }
    parts.body().close();
    if (!ids.add(String.valueOf(request.query().first("uploadId")))) {
      throw noSuchUpload();
    }
    transaction.answer(204, null, new HttpHeaders(), new byte[0]);
  }

  /** Answers ListMultipartUploads without those that were aborted. */
  void list(S3Request request, S3Payload payload, Transaction transaction)
      throws IOException, AwsError {
    HttpResponse<InputStream> answer = backEnd.send(request, payload);
    if (answer.statusCode() != 200 || ids.isEmpty()) {
      S3Answer.forward(answer, payload, transaction);
      return;
    }
    try (InputStream body = answer.body()) {
      String listing = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      String left = LISTED.matcher(listing).replaceAll(this::leftOf);
      HttpHeaders headers = new HttpHeaders().set("Content-Type", "application/xml");
      transaction.answer(200, null, headers, left.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String leftOf(MatchResult upload) {
    return ids.contains(upload.group(1)) ? "" : Matcher.quoteReplacement(upload.group());
  }

  private static S3Request listingOfParts(S3Request request) {
    HttpRequest abort = request.http();
    HttpRequest list =
        new HttpRequest(
            "GET", abort.rawPath(), abort.rawQuery(), new HttpHeaders(), abort.remote());
    return new S3Request(list, request.bucket(), request.key(), request.query());
  }

  private static AwsError noSuchUpload() {
    return new AwsError(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.");
  }
}
