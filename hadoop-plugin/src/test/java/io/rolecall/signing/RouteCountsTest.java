package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.metrics.ProcessTraffic;
import io.rolecall.metrics.RouteNumbers;
import io.rolecall.route.RouteTable;
import io.rolecall.signing.SentRequests.Sent;
import io.rolecall.signing.SentRequests.Style;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/** What is counted of requests. Counters are the process's, so each test has roles of its own. */
class RouteCountsTest {

  private static SdkHttpRequest sent(Consumer<S3Client> operation, String length) {
    Sent sent = SentRequests.by(Style.PATH, operation);
    return sent.request().toBuilder().putHeader("Content-Length", length).build();
  }

  private static SdkHttpRequest read(String key) {
    return sent(s3 -> s3.getObject(get -> get.bucket("bucket1").key(key)), "0");
  }

  private static RouteCounts counts(RouteTable<RouteCredentials> routes) {
    return new RouteCounts(() -> TestRoutes.ofRequests(routes));
  }

  private static void answer(RouteCounts counts, SdkHttpRequest request, String length) {
    counts.afterTransmission(
        InterceptorContext.builder()
            .request(HeadObjectRequest.builder().build())
            .httpRequest(request)
            .httpResponse(
                SdkHttpResponse.builder()
                    .statusCode(200)
                    .putHeader("Content-Length", length)
                    .build())
            .build());
  }

  private static RouteNumbers numbers(String prefix, String role) {
    return ProcessTraffic.requests().stream()
        .filter(route -> route.location().equals("s3a://bucket1/" + prefix))
        .filter(route -> route.role().equals("role " + role))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void requestsAreCountedByTheirRoute() {
    RouteCounts counts = counts(TestRoutes.of("in", "counted-reader", "out", "counted-writer"));
    answer(counts, read("in/a"), "70");
    answer(counts, read("in/b"), "30");
    answer(
        counts,
        sent(s3 -> s3.headObject(head -> head.bucket("bucket1").key("out/c")), "0"),
        "1000");
    answer(counts, read("out/c"), "not a number");
    RouteNumbers in = numbers("in", "counted-reader");
    assertThat(in).isEqualTo(new RouteNumbers(in.route(), 2, 100, 0, 0, 0));
    // The answer to a HEAD tells the length of a body that it does not have.
    RouteNumbers out = numbers("out", "counted-writer");
    assertThat(out).isEqualTo(new RouteNumbers(out.route(), 2, 0, 0, 0, 0));
  }

  @Test
  void whatIsWrittenRepeatedAndDeniedIsCounted() {
    RouteCounts counts = counts(TestRoutes.of("in", "told-reader", "out", "told-writer"));
    answer(counts, sent(s3 -> s3.getObject(get -> get.bucket("bucket1").key("out/a")), "55"), "0");
    counts.failed(read("out/a"), true, true);
    counts.failed(read("out/a"), true, false);
    counts.failed(read("out/a"), false, false);
    RouteNumbers out = numbers("out", "told-writer");
    assertThat(out).isEqualTo(new RouteNumbers(out.route(), 1, 0, 55, 1, 1));
  }

  @Test
  void aRequestThatCannotBeReadIsNotCountedAndHarmsNobody() {
    RouteCounts counts = counts(TestRoutes.of("in", "unread-reader"));
    answer(counts, read("elsewhere/a"), "1");
    counts.failed(read("elsewhere/a"), true, false);
    assertThat(ProcessTraffic.requests())
        .noneMatch(route -> route.role().equals("role unread-reader"));
  }
}
