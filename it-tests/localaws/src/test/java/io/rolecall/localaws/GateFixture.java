package io.rolecall.localaws;

import io.rolecall.localaws.http.HttpEndpoint;
import io.rolecall.localaws.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The {@link TestWorld} in front of a store that starts at once and says yes to everything, but for
 * keys that end with {@code /none}.
 */
public final class GateFixture implements AutoCloseable {
  final TestClock clock = new TestClock();
  public final LocalAws aws;
  final Clients clients;
  public final AwsCredentials submitter;
  private final HttpEndpoint store;

  public GateFixture() throws IOException {
    this(builder -> builder);
  }

  GateFixture(UnaryOperator<LocalAwsBuilder> options) throws IOException {
    store =
        HttpEndpoint.start(
            0,
            exchange ->
                exchange.respond(
                    exchange.request().rawPath().endsWith("/none") ? 404 : 200,
                    new HttpHeaders(),
                    new byte[0]),
            Clock.systemUTC());
    LocalAwsBuilder builder =
        new LocalAwsBuilder()
            .clock(clock)
            .backEnd(URI.create("http://127.0.0.1:" + store.address().getPort()));
    aws = TestWorld.describe(options.apply(builder)).start();
    clients = new Clients(aws.endpoint());
    submitter = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
  }

  AwsCredentials stranger() {
    return Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "stranger"));
  }

  AwsSessionCredentials assume(String roleArn) {
    return assume(roleArn, r -> {});
  }

  AwsSessionCredentials assume(String roleArn, Consumer<AssumeRoleRequest.Builder> more) {
    return clients.assume(submitter, roleArn, more);
  }

  void stopStore() throws IOException {
    store.close();
  }

  @Override
  public void close() throws IOException {
    aws.close();
    store.close();
  }
}
