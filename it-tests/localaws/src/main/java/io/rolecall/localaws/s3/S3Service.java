package io.rolecall.localaws.s3;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.service.Authenticator;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.sigv4.Authorization;
import io.rolecall.localaws.sigv4.AuthorizationParser;
import io.rolecall.localaws.sigv4.PayloadException;
import io.rolecall.localaws.sigv4.VerifiedSignature;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.function.Consumer;

/** Lets those S3 requests through that AWS would, and answers the others. Thread-safe. */
public final class S3Service {
  private final Authenticator authenticator;
  private final S3Authorizer authorizer;
  private final S3BackEnd backEnd;
  private final AbortedUploads aborted;
  private final S3Errors errors;
  private final World world;
  private final Faults faults;

  /**
   * @param questions notes what policies were asked
   */
  public S3Service(
      World world,
      Authenticator authenticator,
      S3BackEnd backEnd,
      S3Errors errors,
      Faults faults,
      Consumer<Question> questions) {
    this.world = world;
    this.authenticator = authenticator;
    this.authorizer = new S3Authorizer(world, questions);
    this.backEnd = backEnd;
    this.aborted = new AbortedUploads(backEnd);
    this.errors = errors;
    this.faults = faults;
  }

  public void handle(Transaction transaction) throws IOException {
    S3Request request = S3Request.of(transaction.request());
    S3Operation operation = S3Operation.of(request);
    transaction.isFor("s3", operation.name());
    transaction.isOn(
        request.bucket().isEmpty() ? null : request.bucket(),
        request.isOnObject() ? request.key() : request.query().first("prefix"));
    try {
      faults.beforeS3();
      serve(transaction, request, operation);
    } catch (AuthenticationException e) {
      answer(transaction, errors.of(e));
    } catch (PayloadException e) {
      answer(transaction, errors.of(e));
    } catch (AwsError e) {
      answer(transaction, e);
    }
  }

  private void serve(Transaction transaction, S3Request request, S3Operation operation)
      throws IOException, AuthenticationException, AwsError {
    if (!AuthorizationParser.isIn(transaction.request())
        && authorizer.isForEverybody(request, operation)) {
      try (S3Payload payload = S3Payload.unsigned(transaction)) {
        S3Answer.forward(backEnd.send(request, payload), payload, transaction);
      }
      return;
    }
    Authorization authorization = AuthorizationParser.parse(transaction.request());
    transaction.claims(authorization.accessKeyId());
    String hash = S3Payload.declaredHash(request, authorization);
    Principal caller = authenticator.owner(authorization, "s3");
    transaction.isFrom(caller);
    VerifiedSignature signature =
        authenticator.verify(transaction.request(), authorization, caller, hash);
    authorizer.authorize(caller, request, operation);
    aborted.check(request);
    S3Payload payload = S3Payload.receive(transaction, signature, hash);
    try (payload) {
      switch (operation.name()) {
        case "ListBuckets" -> new BucketListing(world).answer(caller, transaction);
        case "DeleteObjects" ->
            new BulkDelete(backEnd, authorizer).answer(caller, request, payload, transaction);
        case "AbortMultipartUpload" -> aborted.abort(request, payload, transaction);
        case "ListMultipartUploads" -> aborted.list(request, payload, transaction);
        case "GetObject", "HeadObject" -> read(caller, request, payload, transaction);
        default -> S3Answer.forward(backEnd.send(request, payload), payload, transaction);
      }
    }
  }

  private void read(Principal caller, S3Request request, S3Payload payload, Transaction transaction)
      throws IOException, AwsError {
    HttpResponse<InputStream> answer = backEnd.send(request, payload);
    if (answer.statusCode() == 404) {
      try {
        authorizer.authorizeToMiss(caller, request);
      } catch (AwsError denied) {
        answer.body().close();
        throw denied;
      }
    }
    S3Answer.forward(answer, payload, transaction);
  }

  private static void answer(Transaction transaction, AwsError error) throws IOException {
    HttpHeaders headers = new HttpHeaders().set("Content-Type", "application/xml");
    byte[] body = S3Errors.body(error, transaction.requestId());
    transaction.answer(error.status(), error.code(), headers, body);
  }
}
