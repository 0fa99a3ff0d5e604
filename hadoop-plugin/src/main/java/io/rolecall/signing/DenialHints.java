package io.rolecall.signing;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RoutedLocation;
import io.rolecall.iam.PolicyDenial;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Adds to the store's denial what the store does not know or tell: that the route left the request
 * unsigned, what may have ended the job, and who signed where the answer has no room for a reason.
 * Thread-safe.
 */
final class DenialHints {

  private static final int FORBIDDEN = 403;

  private static final String NO_REASON =
      ": S3 does not say why in the answer to a HEAD. The identity lacks s3:GetObject, or"
          + " s3:ListBucket where there is no such object, or a policy denies it, as 'rolecall iam"
          + " revoke' writes one to end a job";

  private final Supplier<? extends RequestRouter> routes;

  /**
   * The hints for one client.
   *
   * @param routes finds the route of a request; called later, because the client is not made yet
   */
  DenialHints(Supplier<? extends RequestRouter> routes) {
    this.routes = routes;
  }

  /** The failure, with what is known besides. */
  Throwable modifyException(Context.FailedExecution context) {
    Throwable failure = context.exception();
    if (!(failure instanceof AwsServiceException answer)
        || answer.statusCode() != FORBIDDEN
        || answer.awsErrorDetails() == null
        || AccessDenied.CODE.equals(answer.awsErrorDetails().errorCode())) {
      return failure;
    }
    String said = Optional.ofNullable(answer.awsErrorDetails().errorMessage()).orElse("");
    return PolicyDenial.ofRequest(said)
        .map(denial -> said + ". " + denial)
        .or(() -> context.httpRequest().flatMap(request -> hint(said, request)))
        .<Throwable>map(message -> with(message, answer))
        .orElse(failure);
  }

  private Optional<String> hint(String said, SdkHttpRequest request) {
    if (RequestReader.isBulkDelete(request)) {
      return Optional.empty(); // Its keys are in the body, which is gone.
    }
    try {
      RoutedLocation found = routes.get().find(request, null);
      String before = said.isBlank() ? "" : said + ": ";
      return found
          .credentials()
          .onDenied()
          .map(hint -> before + found.location() + " " + hint)
          .or(
              () ->
                  request.method() == SdkHttpMethod.HEAD
                      ? Optional.of(before + found + NO_REASON)
                      : Optional.empty());
    } catch (SdkException e) {
      return Optional.empty(); // A request that no route covers was not sent.
    }
  }

  private static AwsServiceException with(String message, AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return answer.toBuilder()
        .message(message)
        .awsErrorDetails(details.toBuilder().errorMessage(message).build())
        .build();
  }
}
