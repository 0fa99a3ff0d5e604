package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The instance metadata service, as it looks on the wire. */
final class InstanceMetadataTest {
  private static final String TTL = "x-aws-ec2-metadata-token-ttl-seconds";
  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials/";

  private final HttpClient http = HttpClient.newHttpClient();
  private GateFixture gate;

  @BeforeEach
  void start() throws IOException {
    gate =
        new GateFixture(builder -> builder.instanceProfile(TestWorld.READER, Duration.ofHours(1)));
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create(gate.aws.metadataEndpoint() + path));
  }

  private HttpResponse<String> token(String ttl) throws IOException, InterruptedException {
    return http.send(
        at("/latest/api/token").header(TTL, ttl).PUT(BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Test
  void aTokenSaysHowLongItLasts() throws Exception {
    HttpResponse<String> token = token("60");
    assertThat(token.statusCode()).isEqualTo(200);
    assertThat(token.headers().firstValue(TTL)).contains("60");
    HttpResponse<String> role =
        http.send(
            at(CREDENTIALS).header("x-aws-ec2-metadata-token", token.body()).build(),
            BodyHandlers.ofString());
    assertThat(role.body()).isEqualTo(TestWorld.READER.replaceFirst(".*/", ""));
  }

  @Test
  void aRefusalSaysNothing() throws Exception {
    HttpResponse<String> refused = token("0");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue(TTL)).isEmpty();
  }
}
