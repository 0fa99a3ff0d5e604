package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.route.RouteTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.services.s3.model.S3Exception;

class RouteInterceptorTest {

  private final RouteTable<RouteCredentials> routes = TestRoutes.of("in", "reader");
  private final RouteInterceptor interceptor =
      new RouteInterceptor(() -> TestRoutes.ofRequests(routes));

  /** Whoever allows no repeats has none, but for an ended session. */
  @ParameterizedTest
  @CsvSource({"0, false", "3, true"})
  void otherFailuresAreRepeatedAsThePolicySays(int retries, boolean repeated) {
    RetryPolicy policy =
        interceptor.repeating(
            RetryPolicy.builder().numRetries(retries).build(),
            RetryCondition.defaultRetryCondition());
    RetryPolicyContext failed =
        RetryPolicyContext.builder()
            .executionAttributes(new ExecutionAttributes())
            .retriesAttempted(0)
            .httpStatusCode(503)
            .exception(S3Exception.builder().statusCode(503).build())
            .build();
    assertThat(policy.aggregateRetryCondition().shouldRetry(failed)).isEqualTo(repeated);
    assertThat(policy.additionalRetryConditionsAllowed()).isEqualTo(repeated);
    assertThat(policy.numRetries()).isEqualTo(Math.max(2, retries));
  }
}
