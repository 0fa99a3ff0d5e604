package io.rolecall.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rolecall.config.RolecallConfig;
import io.rolecall.route.StsEndpoint;
import io.rolecall.sts.StsNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** What STS's answer has to hold. */
class WebIdentityTokensTest {

  private static final WebIdentityRequest WANTED =
      new WebIdentityRequest(
          "databricks", Duration.ofMinutes(1), WebIdentityRequest.Algorithm.RS256);

  private HttpServer sts;
  private String expiration = "2026-01-01T00:01:00Z";

  @BeforeEach
  void start() throws IOException {
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext(
        "/",
        exchange -> {
          byte[] answer =
              ("<R><WebIdentityToken>secret-token</WebIdentityToken><Expiration>"
                      + expiration
                      + "</Expiration></R>")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    sts.start();
  }

  @AfterEach
  void stop() {
    sts.stop(0);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + sts.getAddress().getPort());
  }

  private SecretToken obtain() throws HandOverException {
    return WebIdentityTokens.obtain(
        new StsEndpoint(Optional.of("eu-central-1"), Optional.of(endpoint()), ""),
        StsNetwork.of(RolecallConfig.ofAll(new Configuration(false))),
        AwsBasicCredentials.create("key", "secret"),
        WANTED);
  }

  @Test
  void theTokenEndsWhenStsSays() throws HandOverException {
    assertThat(obtain().expiration()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));
  }

  @Test
  void anExpirationThatIsNoTimeIsToldWithoutTheToken() {
    expiration = "tomorrow";
    assertThatThrownBy(this::obtain)
        .isInstanceOf(HandOverException.class)
        .hasMessage(
            "STS's answer at "
                + endpoint()
                + " has an expiration that is not a time such as 2026-01-01T00:00:00Z: check"
                + " fs.s3a.assumed.role.sts.endpoint, it may be another service's");
  }

  @Test
  void whatAwsDoesNotAllowIsNotAskedFor() {
    assertThatThrownBy(
            () ->
                new WebIdentityRequest(
                    "", Duration.ofMinutes(1), WebIdentityRequest.Algorithm.RS256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the audience of a web identity token has 0 characters: AWS allows 1 to 1000. Name the"
                + " audience of the federation policy");
    assertThatThrownBy(
            () ->
                new WebIdentityRequest(
                    "databricks", Duration.ofHours(2), WebIdentityRequest.Algorithm.RS256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a web identity token for 7200 s: AWS allows 60 to 3600 s. Choose a duration between"
                + " them");
  }
}
