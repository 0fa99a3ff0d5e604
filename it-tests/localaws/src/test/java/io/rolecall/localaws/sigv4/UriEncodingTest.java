package io.rolecall.localaws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UriEncodingTest {
  @Test
  void keepsUnreservedCharactersOnly() {
    assertThat(UriEncoding.encode("AZaz09-._~")).isEqualTo("AZaz09-._~");
    assertThat(UriEncoding.encode("a b+c*/=&ü€")).isEqualTo("a%20b%2Bc%2A%2F%3D%26%C3%BC%E2%82%AC");
  }

  @Test
  void keepsSlashesOfPaths() {
    assertThat(UriEncoding.encodePath("/a b//c")).isEqualTo("/a%20b//c");
  }

  @Test
  void decodesWhatItEncodes() {
    String text = "a b+c/=&%ü€\uD83D\uDE00";
    assertThat(UriEncoding.decode(UriEncoding.encode(text))).isEqualTo(text);
  }

  @Test
  void leavesStrayPercentSigns() {
    assertThat(UriEncoding.decode("100%")).isEqualTo("100%");
    assertThat(UriEncoding.decode("%zz%4")).isEqualTo("%zz%4");
  }

  @Test
  void takesPlusForPlus() {
    assertThat(UriEncoding.decode("a+b")).isEqualTo("a+b");
  }
}
