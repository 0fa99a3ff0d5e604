package io.rolecall.signing;

import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.conditions.OrRetryCondition;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;

/**
 * What a client that signs by routes does around its requests: it repeats those that met an expired
 * session, counts them by route, and explains denials. It is one interceptor, because the SDK asks
 * each of a client's interceptors seventeen times for each request. Thread-safe.
 */
public final class RouteInterceptor implements ExecutionInterceptor {

  private final RouteCounts counts;
  private final ExpiredSessionRetry expired;
  private final DenialHints hints;

  /**
   * The interceptor of one client.
   *
   * @param router finds the route of a request; called later, because the client is not made yet
   */
  public RouteInterceptor(Supplier<? extends RequestRouter> router) {
    counts = new RouteCounts(router);
    expired = new ExpiredSessionRetry(router, counts);
    hints = new DenialHints(router);
  }

  /**
   * A policy that also repeats requests that met an expired session.
   *
   * @param policy what is repeated otherwise, and how often
   * @param condition what the policy repeats
   * @return the policy for the client that this interceptor is of
   */
  public RetryPolicy repeating(RetryPolicy policy, RetryCondition condition) {
    if (policy.numRetries() < 1) {
      // No repeats are about S3's failures, which are not repeated then; an expiry is none.
      return policy.toBuilder()
          .retryCondition(expired)
          .additionalRetryConditionsAllowed(false)
          .numRetries(ExpiredSessionRetry.REPEATS)
          .build();
    }
    return policy.toBuilder().retryCondition(OrRetryCondition.create(expired, condition)).build();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    expired.beforeTransmission(context, executionAttributes);
  }

  @Override
  public void afterTransmission(
      Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
    counts.afterTransmission(context);
  }

  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    return hints.modifyException(context);
  }
}
