package io.rolecall.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.SessionException;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeProxy;
import io.rolecall.testing.FakeProxy.Passed;
import io.rolecall.testing.FakeSts;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A question that somebody else signs goes where this process's own calls go, and how. */
@Timeout(60)
class ForeignCallerTest {

  private static final String REGION = "aws.region";
  private static final URI HIDDEN = URI.create("http://localhost:1");

  private final FakeSts sts = new FakeSts();
  private final FakeClock clock = new FakeClock();
  private final StsClients clients = new StsClients();
  private final List<String> signed = new ArrayList<>();

  @AfterEach
  void close() {
    System.clearProperty(REGION);
    clients.close();
    sts.close();
  }

  private Map<String, String> sign(URI where, String region) {
    signed.add(where + " " + region);
    return Map.of(
        "Authorization", "AWS4-HMAC-SHA256 Credential=executors-key/x/y, Signature=z",
        "X-Amz-Security-Token", "executors-token");
  }

  private Optional<String> ask(StsEndpoint endpoint, StsClients by) throws SessionException {
    return ForeignCaller.arn(endpoint, this::sign, "session of executors", by, clock);
  }

  private static StsEndpoint at(URI endpoint) {
    return new StsEndpoint(Optional.of("eu-west-1"), Optional.of(endpoint));
  }

  @Test
  void isWhomStsTakesTheSignerFor() throws SessionException {
    assertThat(ask(at(sts.endpoint()), clients)).contains("arn:aws:iam::111122223333:user/base");
    assertThat(signed).containsExactly(sts.endpoint() + " eu-west-1");
    assertThat(sts.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.parameters())
                  .isEqualTo(Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15"));
              assertThat(call.accessKeyId()).isEqualTo("executors-key");
              assertThat(call.sessionToken()).isEqualTo("executors-token");
            });
  }

  @Test
  void isAskedThroughS3asProxy() throws SessionException {
    try (FakeProxy proxy = new FakeProxy(sts.endpoint())) {
      Configuration conf = new Configuration();
      conf.set("fs.s3a.proxy.host", "localhost");
      conf.setInt("fs.s3a.proxy.port", proxy.port());
      StsNetwork network = StsNetwork.of(RolecallConfig.of(conf, "b1"));
      assertThat(ask(at(HIDDEN), clients.over(network))).isPresent();
      assertThat(proxy.passed()).extracting(Passed::uri).containsExactly(URI.create(HIDDEN + "/"));
      assertThat(sts.calls()).singleElement().matches(call -> !call.sessionToken().isEmpty());
    }
  }

  /** Nothing is sent here: no other partition may see a session token. */
  @ParameterizedTest
  @CsvSource({
    "eu-west-1, sts.eu-west-1.amazonaws.com",
    "cn-north-1, sts.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1, sts.us-gov-west-1.amazonaws.com",
    "us-iso-east-1, sts.us-iso-east-1.c2s.ic.gov",
    "us-isob-east-1, sts.us-isob-east-1.sc2s.sgov.gov",
  })
  void hostAndRegionAreTheSdks(String region, String host) {
    System.setProperty(REGION, region);
    assertThatThrownBy(
            () ->
                ForeignCaller.arn(
                    new StsEndpoint(Optional.empty(), Optional.empty()),
                    (where, of) -> {
                      sign(where, of);
                      throw new IllegalStateException("nothing is sent");
                    },
                    "session of executors",
                    clients,
                    clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing is sent");
    assertThat(signed).containsExactly("https://" + host + " " + region);
  }

  @Test
  void isEmptyWhereAStoresStsHasNoSuchCall() throws SessionException {
    sts.failNext(405, "MethodNotAllowed", "no");
    assertThat(ask(at(sts.endpoint()), clients)).isEmpty();
  }

  @Test
  void aSignerWhomStsDoesNotKnowIsTold() {
    sts.failNext(403, "InvalidClientTokenId", "The security token is invalid");
    assertThatThrownBy(() -> ask(at(sts.endpoint()), clients))
        .isInstanceOf(SessionException.class)
        .hasMessageStartingWith(
            "STS does not accept the session of executors: InvalidClientTokenId: ");
  }
}
