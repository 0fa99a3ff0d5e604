package io.rolecall.localaws.s3;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.sigv4.Authorization;
import io.rolecall.localaws.sigv4.AwsChunkedInputStream;
import io.rolecall.localaws.sigv4.PayloadMode;
import io.rolecall.localaws.sigv4.Sha256;
import io.rolecall.localaws.sigv4.VerifiedSignature;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;

/**
 * The verified body of an S3 request.
 *
 * @param body the object's or the document's bytes, decoded
 * @param trailers what came behind it, such as a checksum
 */
record S3Payload(SpooledBody body, HttpHeaders trailers) implements AutoCloseable {
  private static final String HASH_HEADER = "x-amz-content-sha256";

  /** What the request's signature has in the place of the payload's hash. */
  static String declaredHash(S3Request request, Authorization authorization) throws AwsError {
    String hash = request.header(HASH_HEADER);
    if (hash == null && authorization.isPresigned()) {
      hash = request.query().first("X-Amz-Content-Sha256");
      return hash == null ? "UNSIGNED-PAYLOAD" : hash;
    }
    if (hash == null) {
      throw new AwsError(
          400, "InvalidRequest", "Missing required header for this request: " + HASH_HEADER);
    }
    return hash;
  }

  /** Reads the body of a request that nobody signed. */
  static S3Payload unsigned(Transaction transaction) throws IOException {
    return new S3Payload(SpooledBody.read(transaction.body()), new HttpHeaders());
  }

  /** Reads the body to its end and verifies it. */
  static S3Payload receive(
      Transaction transaction, VerifiedSignature signature, String declaredHash)
      throws IOException, AwsError {
    PayloadMode mode = PayloadMode.of(declaredHash);
    if (mode == null) {
      throw new AwsError(
          400,
          "InvalidArgument",
          HASH_HEADER + " must be UNSIGNED-PAYLOAD, a STREAMING- value or a valid sha256 value.");
    }
    InputStream in = transaction.body();
    if (mode == PayloadMode.UNSIGNED) {
      return new S3Payload(SpooledBody.read(in), new HttpHeaders());
    }
    return mode == PayloadMode.SIGNED
        ? hashed(in, declaredHash)
        : chunked(transaction, new AwsChunkedInputStream(in, mode, signature));
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private static S3Payload hashed(InputStream in, String declaredHash)
      throws IOException, AwsError {
    DigestInputStream digested = new DigestInputStream(in, Sha256.newDigest());
    SpooledBody body = SpooledBody.read(digested);
    String hash = HexFormat.of().formatHex(digested.getMessageDigest().digest());
    if (!hash.equals(declaredHash)) {
      body.close();
      throw new AwsError(
              400,
              "XAmzContentSHA256Mismatch",
              "The provided 'x-amz-content-sha256' header does not match what was computed.")
          .with("ClientComputedContentSHA256", declaredHash)
          .with("S3ComputedContentSHA256", hash);
    }
    return new S3Payload(body, new HttpHeaders());
  }

  private static S3Payload chunked(Transaction transaction, AwsChunkedInputStream in)
      throws IOException, AwsError {
    String declared = transaction.request().headers().first("x-amz-decoded-content-length");
    if (declared == null) {
      throw new AwsError(
          411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }
    SpooledBody body = SpooledBody.read(in);
    if (!declared.equals(Long.toString(body.length()))) {
      body.close();
      throw new AwsError(
          400,
          "IncompleteBody",
          "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }
    return new S3Payload(body, in.trailers());
  }
}
