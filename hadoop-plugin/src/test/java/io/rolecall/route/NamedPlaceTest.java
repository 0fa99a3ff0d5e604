package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The profiles of places. */
class NamedPlaceTest {

  private static String named(String... texts) {
    List<NamedPlace> places = Stream.of(texts).map(NamedPlace::parse).toList();
    return NamedPlace.allNamed(places, "--aws ").stream()
        .map(each -> each.name().orElse("?") + " " + each.place())
        .collect(Collectors.joining("; "));
  }

  /** No mark of Rolecall's own gets into a file of AWS's clients, who may not read it. */
  @Test
  void aClientHasTheProfileOfItsName() {
    assertThat(named("client:glue", "s3a://b1/in")).isEqualTo("glue client:glue; b1 s3a://b1/in");
  }

  @Test
  void aClientMayHaveAnotherProfile() {
    assertThat(named("tables=client:glue", "s3a://glue"))
        .isEqualTo("tables client:glue; glue s3a://glue");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client:glue | s3a://glue/x | client:glue and s3a://glue/x would both be the profile glue:"
            + " name them, as in --aws NAME=s3a://glue/x",
        "s3a://b1 | client:default | client:default would be the profile default, which clients use"
            + " that name none: name it, as in --aws NAME=client:default",
      })
  void refusesTwoOfOneNameAndADefaultThatNobodyChose(String one, String two, String message) {
    assertThatThrownBy(() -> named(one, two))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(message);
  }
}
