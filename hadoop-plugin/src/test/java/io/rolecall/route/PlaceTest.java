package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route is for. */
class PlaceTest {

  private static final Place LOCATION = Place.parse("s3a://b1/data");
  private static final Place CLIENT = Place.parse("client:events");

  private static String kind(Place place) {
    return place.match(
        location -> "bucket " + location.bucket() + ", prefix " + location.prefix(),
        client -> "client " + client.name());
  }

  @Test
  void isALocationOrAClient() {
    assertThat(kind(LOCATION)).isEqualTo("bucket b1, prefix data");
    assertThat(kind(CLIENT)).isEqualTo("client events");
    assertThat(LOCATION.toLocation()).contains(S3Location.parse("s3a://b1/data"));
    assertThat(LOCATION.toClient()).isEmpty();
    assertThat(CLIENT.toLocation()).isEmpty();
    assertThat(CLIENT.toClient()).contains(new NamedClient("events"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://b1", "s3a://b1/data/x", "client:events", "client:A-b_c.9"})
  void isReadAsItIsShown(String text) {
    assertThat(Place.parse(text)).hasToString(text);
  }

  @Test
  void isWrittenAsRoutesWriteIt() {
    assertThat(LOCATION.written()).isEqualTo("s3a://b1/data");
    assertThat(CLIENT.written()).isEqualTo("\"client\": \"events\"");
  }

  /** Of the same name, and never the same place. */
  @Test
  void aClientIsNoBucketOfItsName() {
    assertThat(new NamedClient("events")).isNotEqualTo(S3Location.ofBucket("events"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "@x", "s3a://b", "1", "x/y", "client:x"})
  void refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> new NamedClient(name))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "'"
                + name
                + "' is not the name of a client: expected a letter, then up to 62 letters, digits,"
                + " '.', '-', '_'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "client:a b | 'a b' is not the name of a client: expected a letter, then up to 62 letters,"
            + " digits, '.', '-', '_'",
        "events | 'events' is not an S3 location: expected s3a://bucket or s3a://bucket/prefix",
        "s3a://@events/x | '@events' is not a bucket name: expected 2 to 255 letters, digits, '.',"
            + " '-', '_'",
      })
  void refusesWhatIsNeither(String text, String message) {
    assertThatThrownBy(() -> Place.parse(text))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(message);
  }
}
