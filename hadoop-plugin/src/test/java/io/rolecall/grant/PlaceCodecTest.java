package io.rolecall.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.PlaceOfSet.ClientOfSet;
import io.rolecall.route.NamedClient;
import io.rolecall.route.S3Location;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of clients of other services: executors of this version and the last read it. */
class PlaceCodecTest {

  private static final ClientOfSet EVENTS = new ClientOfSet("", new NamedClient("events"));

  @Test
  void aQuestionForAClientIsWrittenAsBefore() throws IOException {
    GrantRequest asked = GrantRequest.ofPlace(EVENTS);
    assertThat(HexFormat.of().formatHex(asked.encode()))
        .describedAs("version 2, one bucket: no set, '@events'; no roles; none rejected")
        .isEqualTo("02" + "00000001" + "00000000" + "00000007" + "406576656e7473" + "00".repeat(8));
    assertThat(GrantRequest.decode(asked.encode())).isEqualTo(asked);
  }

  @Test
  void anAnswerForAClientIsWrittenAsBefore() throws IOException {
    GrantAnswer answer =
        new GrantAnswer(
            "",
            Instant.EPOCH,
            Map.of(
                EVENTS,
                new GrantedBucket(
                    List.of(new GrantedRoute.ToRole(new NamedClient("events"), "r1")),
                    Map.of("r1", Samples.ROLE))),
            Map.of());
    byte[] bytes = AnswerCodec.encode(answer);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .contains("\0\0\0\7@events")
        .contains("\0\0\0\15client:events\0\0\0\0\2r1");
    assertThat(AnswerCodec.decode(bytes)).isEqualTo(answer);
  }

  @Test
  void anAnswerMayNotHaveABucketsRouteForAClient() {
    GrantAnswer answer =
        new GrantAnswer(
            "",
            Instant.EPOCH,
            Map.of(
                EVENTS,
                new GrantedBucket(
                    List.of(new GrantedRoute.ToBase(S3Location.ofBucket("events"))), Map.of())),
            Map.of());
    assertThatThrownBy(() -> AnswerCodec.decode(AnswerCodec.encode(answer)))
        .isInstanceOf(IOException.class)
        .hasMessage("session answer with the route s3a://events for \"client\": \"events\"");
  }

  /** Such a question is answered as one for a bucket without routes; it ends no connection. */
  @ParameterizedTest
  @ValueSource(strings = {"@", "@@events", "@1", "", "a b"})
  void whatIsNoNameIsOfNoClient(String text) {
    PlaceOfSet read = PlaceCodec.read("", text);
    assertThat(read).isEqualTo(new BucketOfSet("", text));
    assertThat(PlaceCodec.text(read)).isEqualTo(text);
  }

  @Test
  void aBucketAndAClientOfOneNameAreTwo() {
    assertThat(Set.of(EVENTS, new BucketOfSet("", "events"))).hasSize(2);
    assertThat(EVENTS.holds(S3Location.ofBucket("events"))).isFalse();
    assertThat(new BucketOfSet("", "events").holds(new NamedClient("events"))).isFalse();
    assertThat(EVENTS.bucketOfTokens()).isEmpty();
  }
}
