package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEscapesTest {

  @ParameterizedTest
  @CsvSource({
    "a/b,                  a/b",
    "'',                   ''",
    "day%3D1/x,            day=1/x",
    "%3d%3D,               ==",
    "a+b%2Bc,              a+b+c",
    "gr%C3%B6%C3%9Fe%7E,   größe~",
    "größe%20,             'größe '",
    "%252F,                %2F",
    "%F0%9F%98%80,         😀"
  })
  void readsEscapesAsUtf8(String encoded, String decoded) {
    assertThat(PercentEscapes.decode(encoded)).isEqualTo(decoded);
  }

  @Test
  void readsWhatAnEncoderWrites() {
    Random random = new Random(20260101);
    for (int i = 0; i < 2000; i++) {
      String text =
          random
              .ints(random.nextInt(20), 1, 0x10FFFF)
              .filter(code -> code < 0xD800 || code > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
      assertThat(PercentEscapes.decode(encoded)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%", "a%4", "%zz", "%4z/b", "%+4"})
  void refusesWhatIsNoEscape(String encoded) {
    assertThatThrownBy(() -> PercentEscapes.decode(encoded))
        .hasMessageContaining(
            "a request for '"
                + encoded
                + "', whose key cannot be read: after each % two hexadecimal digits are expected");
  }
}
