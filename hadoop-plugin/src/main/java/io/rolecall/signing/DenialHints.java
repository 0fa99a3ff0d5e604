package io.rolecall.signing;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RoutedLocation;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Adds to the store's denial what the store cannot know, namely that the route left the request
 * unsigned. Thread-safe.
 */
final class DenialHints {

  private static final int FORBIDDEN = 403;

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
    return context
        .httpRequest()
        .flatMap(this::hint)
        .<Throwable>map(hint -> with(hint, answer))
        .orElse(failure);
  }

  private Optional<String> hint(SdkHttpRequest request) {
    if (RequestReader.isBulkDelete(request)) {
      return Optional.empty(); // Its keys are in the body, which is gone.
    }
    try {
      RoutedLocation found = routes.get().find(request, null);
      return found.credentials().onDenied().map(hint -> found.location() + " " + hint);
    } catch (SdkException e) {
      return Optional.empty(); // A request that no route covers was not sent.
    }
  }

  private static AwsServiceException with(String hint, AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String said = details.errorMessage();
    String message = (said == null || said.isBlank() ? "" : said + ": ") + hint;
    return answer.toBuilder()
        .message(message)
        .awsErrorDetails(details.toBuilder().errorMessage(message).build())
        .build();
  }
}
