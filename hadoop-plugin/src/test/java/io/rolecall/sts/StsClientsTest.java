package io.rolecall.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.StsEndpoint;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeSts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Calls of STS wait for their own answers alone. */
@Timeout(60)
class StsClientsTest {

  /** More than any pool of connections has by default. */
  private static final int HANGING = 200;

  private static StsEndpoint endpoint(int port) {
    return new StsEndpoint(
        Optional.of("eu-west-1"), Optional.of(URI.create("http://localhost:" + port)));
  }

  private static String assume(StsClients clients, StsEndpoint endpoint, String role) {
    return clients
        .client(endpoint)
        .assumeRole(
            request ->
                request
                    .roleArn("arn:aws:iam::111122223333:role/" + role)
                    .roleSessionName("alice")
                    .durationSeconds(3600)
                    .overrideConfiguration(
                        call ->
                            call.credentialsProvider(
                                StaticCredentialsProvider.create(
                                    AwsBasicCredentials.create("base-key", "base-secret")))))
        .assumedRoleUser()
        .arn();
  }

  /** The environment has it as AWS_ENDPOINT_URL_STS. */
  @Test
  void anEndpointOfTheSdksOwnSettingsIsNotCalledInClearText() {
    String property = "aws.endpointUrlSts";
    System.setProperty(property, "http://sts.example.com:8080");
    try (StsClients clients = new StsClients()) {
      try (StsClient plain = StsClient.builder().region(Region.EU_WEST_1).build()) {
        assumeTrue(
            plain.serviceClientConfiguration().endpointOverride().isPresent(),
            "this SDK has no such setting");
      }
      StsEndpoint ofAws = new StsEndpoint(Optional.of("eu-west-1"), Optional.empty());
      assertThatThrownBy(() -> clients.client(ofAws))
          .isInstanceOf(InvalidRouteException.class)
          .hasMessage(
              "STS endpoint 'http://sts.example.com:8080', which settings of the AWS SDK name"
                  + " (AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, a property of the JVM, or a profile): by"
                  + " plain http, web-identity tokens, SAML assertions and the sessions' secret keys"
                  + " would cross the network in clear text; expected https, or a host of this machine."
                  + " If that network is yours alone, name the host in"
                  + " fs.s3a.rolecall.sts.http.hosts, and the endpoint in"
                  + " fs.s3a.assumed.role.sts.endpoint");
      System.setProperty(property, "http://localhost:8080");
      assertThat(clients.client(ofAws)).isNotNull();
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void callsThatHangLeaveConnectionsToOthers() {
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch hang = new CountDownLatch(HANGING);
    StsClients.Timeouts patient =
        new StsClients.Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1));
    try (FakeSts sts = new FakeSts();
        StsClients clients = new StsClients((at, by) -> StsClients.create(at, by, patient))) {
      StsEndpoint endpoint = endpoint(sts.endpoint().getPort());
      sts.beforeAnswer(
          call -> {
            if (call.parameter("RoleArn").contains("hanging")) {
              hang.countDown();
              Concurrently.await(answer);
            }
          });
      AtomicInteger number = new AtomicInteger();
      List<Running<String>> hanging =
          Concurrently.start(
              HANGING, () -> assume(clients, endpoint, "hanging-" + number.getAndIncrement()));
      Concurrently.await(hang);
      assertThat(assume(clients, endpoint, "healthy"))
          .isEqualTo("arn:aws:sts::111122223333:assumed-role/healthy/alice");
      assertThat(hanging).noneMatch(call -> call.task().isDone());
      answer.countDown();
      assertThat(hanging).allSatisfy(call -> assertThat(call.value()).contains("/hanging-"));
    }
  }

  /** To make one may read files and ask the metadata service for a region. */
  @Test
  void aClientThatIsBeingMadeDelaysThoseOfNoOtherEndpoint() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StsEndpoint slow = endpoint(1);
    try (StsClients clients =
        new StsClients(
            (at, by) -> {
              if (at.equals(slow)) {
                begun.countDown();
                Concurrently.await(goOn);
              }
              return new NamedClient(at);
            })) {
      Running<StsClient> first = Concurrently.start(() -> clients.client(slow));
      Concurrently.await(begun);
      Running<StsClient> second = Concurrently.start(() -> clients.client(slow)).untilWaiting();
      Running<Boolean> others =
          Concurrently.start(
              () -> {
                for (int port = 2; port < 100; port++) {
                  assertThat(clients.client(endpoint(port))).hasToString(port + "");
                }
                return true;
              });
      assertThat(others.value()).isTrue();
      goOn.countDown();
      assertThat(first.value()).isSameAs(second.value());
    }
  }

  @Test
  void aClientThatCouldNotBeMadeIsMadeAtTheNextCall() {
    AtomicInteger tries = new AtomicInteger();
    try (StsClients clients =
        new StsClients(
            (at, by) -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("no region");
              }
              return new NamedClient(at);
            })) {
      assertThatThrownBy(() -> clients.client(endpoint(1))).hasMessage("no region");
      assertThat(clients.client(endpoint(1))).hasToString("1");
    }
  }

  @Test
  void closesItsClientsAndMakesNoMore() {
    List<NamedClient> made = new CopyOnWriteArrayList<>();
    StsClients clients =
        new StsClients(
            (at, by) -> {
              NamedClient client = new NamedClient(at);
              made.add(client);
              return client;
            });
    clients.client(endpoint(1));
    clients.client(endpoint(2));
    clients.close();
    assertThat(made).hasSize(2).allMatch(NamedClient::isClosed);
    assertThatThrownBy(() -> clients.client(endpoint(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the sessions that used STS have been closed");
  }

  @Test
  void closesAClientThatIsBeingMade() {
    List<NamedClient> made = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StsClients clients =
        new StsClients(
            (at, by) -> {
              begun.countDown();
              Concurrently.await(goOn);
              NamedClient client = new NamedClient(at);
              made.add(client);
              return client;
            });
    Running<StsClient> caller = Concurrently.start(() -> clients.client(endpoint(1)));
    Concurrently.await(begun);
    clients.close();
    goOn.countDown();
    assertThat(caller.value()).isNotNull();
    assertThat(made).singleElement().matches(NamedClient::isClosed);
  }

  /** Named by its port. */
  private static final class NamedClient implements StsClient {

    private final StsEndpoint endpoint;
    private volatile boolean closed;

    NamedClient(StsEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    boolean isClosed() {
      return closed;
    }

    @Override
    public String serviceName() {
      return "sts";
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public String toString() {
      return String.valueOf(endpoint.endpoint().map(URI::getPort).orElse(0));
    }
  }
}
