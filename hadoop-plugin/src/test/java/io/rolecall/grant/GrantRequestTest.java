package io.rolecall.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantRequestTest {

  private static final GrantRequest REQUEST =
      new GrantRequest(
          Set.of(new BucketOfSet("", "b1"), new BucketOfSet("lake", "b1")),
          Set.of(new RoleOfSet("", "r1"), new RoleOfSet("lake", "r1")),
          Set.of("key-1", "key-2"));

  private static GrantRequest ofRoles(int roles) {
    return new GrantRequest(
        Set.of(),
        IntStream.range(0, roles)
            .mapToObj(i -> new RoleOfSet("", "%032d".formatted(i)))
            .collect(Collectors.toSet()),
        Set.of());
  }

  @Test
  void comesBackAsItWas() throws IOException {
    assertThat(GrantRequest.decode(REQUEST.encode())).isEqualTo(REQUEST);
    GrantRequest empty = new GrantRequest(Set.of(), Set.of(), Set.of());
    assertThat(GrantRequest.decode(empty.encode())).isEqualTo(empty);
    GrantRequest full = ofRoles(GrantRequest.MAX_ROLES);
    assertThat(GrantRequest.decode(full.encode())).isEqualTo(full);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 255})
  void refusesAnotherVersion(int version) throws IOException {
    byte[] bytes = REQUEST.encode();
    bytes[0] = (byte) version;
    assertThatThrownBy(() -> GrantRequest.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session request of version "
                + version
                + ": this Rolecall reads version 2. Use the same Rolecall version on driver and"
                + " executors");
  }

  @Test
  void refusesWhatIsCutShortOrGoesOn() throws IOException {
    byte[] bytes = REQUEST.encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> GrantRequest.decode(part))
          .isInstanceOf(IOException.class)
          .hasMessage("session request that is cut short");
    }
    assertThatThrownBy(() -> GrantRequest.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessage("session request with bytes after its end");
  }

  static Stream<Arguments> tooMuch() {
    String key = "k".repeat(129);
    return Stream.of(
        arguments(buckets(17, "b"), "17 buckets: at most 16"),
        arguments(ofRoles(257), "257 roles: at most 256"),
        arguments(rejecting(65, ""), "65 rejected sessions: at most 64"),
        arguments(rejecting(1, key), "a text of 130 bytes: at most 128"),
        arguments(buckets(1, "b".repeat(255)), "a text of 256 bytes: at most 255"),
        arguments(
            GrantRequest.ofPlace(new BucketOfSet("s".repeat(129), "b")),
            "a text of 129 bytes: at most 128"),
        arguments(
            new GrantRequest(Set.of(), Set.of(new RoleOfSet("", "f".repeat(65))), Set.of()),
            "a text of 65 bytes: at most 64"));
  }

  private static GrantRequest buckets(int count, String name) {
    return new GrantRequest(
        IntStream.range(0, count)
            .mapToObj(i -> new BucketOfSet("", name + i))
            .collect(Collectors.toSet()),
        Set.of(),
        Set.of());
  }

  private static GrantRequest rejecting(int count, String key) {
    return new GrantRequest(
        Set.of(),
        Set.of(),
        IntStream.range(0, count).mapToObj(i -> key + i).collect(Collectors.toSet()));
  }

  /** What the writer refuses, the reader would refuse with the same words. */
  @ParameterizedTest
  @MethodSource("tooMuch")
  void everythingHasABound(GrantRequest request, String message) {
    assertThatThrownBy(request::encode)
        .isInstanceOf(IOException.class)
        .hasMessage("session request with " + message);
  }
}
