package io.rolecall.spark.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.metrics.RouteNumbers;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersMessageTest {

  private static final RouteNumbers ONE =
      new RouteNumbers("s3a://a/b c -> arn:aws:iam::111111111111:role/r", 1, 2, 3, 4, 5);

  /** What version 1 is. A change of it needs another number, which older drivers refuse. */
  private static final String GOLDEN =
      "rolecall-numbers 1 17 more\n1 2 3 4 5 s3a://a/b c -> arn:aws:iam::111111111111:role/r";

  @Test
  void versionOneIsThis() throws IOException {
    NumbersMessage message = new NumbersMessage("17", false, List.of(ONE));
    assertThat(message.encode()).isEqualTo(GOLDEN);
    assertThat(NumbersMessage.decode(GOLDEN)).isEqualTo(message);
  }

  @Test
  void aLastWordIsOne() throws IOException {
    assertThat(NumbersMessage.decode(new NumbersMessage("0", true, List.of()).encode()))
        .isEqualTo(new NumbersMessage("0", true, List.of()));
  }

  @Test
  void whatHasNoRoomIsToldTogether() throws IOException {
    List<RouteNumbers> many =
        IntStream.range(0, 300)
            .mapToObj(i -> new RouteNumbers("s3a://b" + i + " -> r", 1, 0, 0, 0, 0))
            .toList();
    NumbersMessage read = NumbersMessage.decode(new NumbersMessage("1", false, many).encode());
    assertThat(read.routes()).hasSize(200);
    assertThat(read.routes().get(199)).isEqualTo(new RouteNumbers("others", 101, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 200})
  void whatHasRoomIsToldByName(int count) throws IOException {
    List<RouteNumbers> routes =
        IntStream.range(0, count)
            .mapToObj(i -> new RouteNumbers("s3a://b" + i + " -> r", 1, 0, 0, 0, 0))
            .toList();
    NumbersMessage message = new NumbersMessage("1", false, routes);
    assertThat(NumbersMessage.decode(message.encode())).isEqualTo(message);
  }

  /** A character beyond the first 65,536 is two of Java's: it is kept or left out as one. */
  @ParameterizedTest
  @ValueSource(ints = {1198, 1199, 1200, 1201, 2000})
  void aLongNameIsCutBetweenCharacters(int before) throws IOException {
    String name = "a".repeat(before) + "\uD83D\uDE00".repeat(700);
    NumbersMessage read =
        NumbersMessage.decode(
            new NumbersMessage("1", false, List.of(new RouteNumbers(name, 1, 0, 0, 0, 0)))
                .encode());
    String told = read.routes().get(0).route();
    assertThat(told).isEqualTo(name.substring(0, before == 1199 ? 1199 : 1200));
    assertThat(NumbersMessage.decode(read.encode())).isEqualTo(read);
  }

  @Test
  void aRouteIsOneLine() throws IOException {
    RouteNumbers strange = new RouteNumbers("s3a://a\n1 1 1 1 1 s3a://b", 1, 0, 0, 0, 0);
    assertThat(
            NumbersMessage.decode(new NumbersMessage("1", false, List.of(strange)).encode())
                .routes())
        .extracting(RouteNumbers::route)
        .containsExactly("s3a://a?1 1 1 1 1 s3a://b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rolecall-numbers 2 17 more",
        "rolecall-numbers 1  more",
        "rolecall-numbers 1 17 perhaps",
        "rolecall-numbers 1 \u001b[2J more",
        "rolecall-numbers 1 17\u0085forged more",
        "rolecall-numbers 1 17 more extra"
      })
  void anotherHeadIsRefused(String text) {
    assertThatThrownBy(() -> NumbersMessage.decode(text))
        .isInstanceOf(IOException.class)
        .hasMessage("these are no numbers of an executor, of version 1 and of 200 routes at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2 3 4 s3a://a",
        "-1 2 3 4 5 s3a://a",
        "1 2 3 4 9999999999999999999 s3a://a",
        "1 2 3 4 5 s3a://a\u0085INFO forged",
        "1 2 3 4 5 s3a://a\u009b2J",
        "1 2 3 4 5 s3a://a\u2028INFO forged",
        "1 2 3 4 5 s3a://a\u202eb",
        "1 2 3 4 5 s3a://a\uD83D"
      })
  void anotherLineIsRefused(String line) {
    assertThatThrownBy(() -> NumbersMessage.decode(GOLDEN + "\n" + line))
        .isInstanceOf(IOException.class)
        .hasMessage("numbers whose line 3 cannot be read");
  }

  @Test
  void aNameLongerThanAWrittenOneIsRefused() {
    String name = "\uD83D\uDE00".repeat(601);
    assertThatThrownBy(() -> NumbersMessage.decode(GOLDEN + "\n1 1 1 1 1 " + name))
        .isInstanceOf(IOException.class)
        .hasMessage("numbers whose line 3 cannot be read");
  }

  @Test
  void tooMuchIsRefused() {
    assertThatThrownBy(() -> NumbersMessage.decode("x".repeat(256 * 1024 + 1)))
        .isInstanceOf(IOException.class)
        .hasMessage("numbers of 262145 characters: at most 262144 are read");
    assertThatThrownBy(() -> NumbersMessage.decode(GOLDEN + "\n1 1 1 1 1 a".repeat(200)))
        .isInstanceOf(IOException.class);
  }
}
