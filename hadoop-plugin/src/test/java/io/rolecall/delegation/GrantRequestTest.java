package io.rolecall.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrantRequestTest {

  private static final GrantRequest REQUEST =
      new GrantRequest(Set.of("b1", "b2"), Set.of("key-1", "key-2"));

  @Test
  void comesBackAsItWas() throws IOException {
    assertThat(GrantRequest.decode(REQUEST.encode())).isEqualTo(REQUEST);
    GrantRequest empty = new GrantRequest(Set.of(), Set.of());
    assertThat(GrantRequest.decode(empty.encode())).isEqualTo(empty);
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    byte[] bytes = REQUEST.encode();
    bytes[0] = 2;
    assertThatThrownBy(() -> GrantRequest.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session request of version 2: this Rolecall reads version 1. Use the same Rolecall"
                + " version on driver and executors");
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

  @Test
  void doesNotWriteWhatItWouldNotRead() {
    Set<String> many =
        IntStream.rangeClosed(0, 100_000).mapToObj(i -> "b" + i).collect(Collectors.toSet());
    assertThatThrownBy(() -> new GrantRequest(many, Set.of()).encode())
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with 100001 buckets: at most 100000");
  }
}
