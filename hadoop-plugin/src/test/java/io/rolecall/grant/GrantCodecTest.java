package io.rolecall.grant;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.driver.Grants;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.route.S3Location;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Samples;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantCodecTest {

  private static final S3Location DATA = S3Location.parse("s3a://b1/größe/x");

  private static final Wire WIRE = new Wire("test");

  /** Writes what no encoder would. */
  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writer writer) throws IOException {
    return bytes(1, writer);
  }

  private static byte[] bytes(int version, Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(version);
    WIRE.writeText(out, "job-1", 100);
    out.writeLong(START.toEpochMilli());
    writer.write(out);
    return bytes.toByteArray();
  }

  private static GrantedRole afterTravel(SessionGrant grant) throws IOException {
    return requireNonNull(GrantCodec.decode(GrantCodec.encode(grant)).roles().get("r1"));
  }

  private static SessionGrant full() {
    return new SessionGrant(
        "job-1",
        START,
        List.of(
            new GrantedRoute.ToRole(DATA, "r1"),
            new GrantedRoute.ToRole(S3Location.parse("s3a://b2"), "r2"),
            new GrantedRoute.ToRole(S3Location.parse("s3a://b3"), "r3"),
            new GrantedRoute.ToBase(S3Location.parse("s3a://b4"))),
        Map.of(
            "r1",
            new GrantedRole(Samples.ROLE, Samples.session(1, START.plusMillis(1234)), null),
            "r2",
            new GrantedRole(
                Samples.OTHER_ROLE,
                null,
                new SessionException(Kind.PERMANENT, "STS refused writer", null)),
            "r3",
            new GrantedRole(Samples.OTHER_ROLE, null, null)));
  }

  @Test
  void comesBackAsItWas() throws IOException {
    SessionGrant read = GrantCodec.decode(GrantCodec.encode(full()));
    assertThat(read.writtenAt()).isEqualTo(START);
    assertThat(read.routes()).isEqualTo(full().routes());
    assertThat(read.roles().get("r1")).isEqualTo(full().roles().get("r1"));
    assertThat(read.roles().get("r3")).isEqualTo(full().roles().get("r3"));
  }

  @ParameterizedTest
  @CsvSource({"PERMANENT", "TRANSIENT"})
  void carriesFailuresAndTheirKind(Kind kind) throws IOException {
    SessionGrant failing = Grants.failing(kind, "STS refused reader", "s3a://b1");
    GrantedRole role = afterTravel(failing);
    assertThat(role.session()).isNull();
    assertThat(role.failure()).hasMessage("STS refused reader");
    assertThat(role.failure()).extracting(SessionException::kind).isEqualTo(kind);
  }

  @Test
  void cutsFailuresThatAreTooLongToTravel() throws IOException {
    SessionGrant failing = Grants.failing(Kind.TRANSIENT, "ö€".repeat(20_000), "s3a://b1");
    GrantedRole role = afterTravel(failing);
    assertThat(role.failure()).hasMessage("ö€".repeat(2048));
  }

  /** A route may be for thousands of users, whom its reason names. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cutsReasonsThatAreTooLongToTravel(boolean unsigned) throws IOException {
    S3Location other = S3Location.parse("s3a://b2");
    List<GrantedRoute> others =
        List.of(
            unsigned ? new GrantedRoute.Unsigned(other) : new GrantedRoute.ToBase(other),
            new GrantedRoute.Closed(DATA, "user somebody, ".repeat(2_000)));
    SessionGrant read =
        GrantCodec.decode(GrantCodec.encode(new SessionGrant("job-1", START, others, Map.of())));
    assertThat(read.routes())
        .containsExactly(
            others.get(0),
            new GrantedRoute.Closed(DATA, "user somebody, ".repeat(2_000).substring(0, 4096)));
  }

  @Test
  void isTheSameBytesInEveryRelease() throws IOException {
    assertThat(GrantCodec.encode(Grants.granting(1, "s3a://b1")))
        .isEqualTo(
            bytes(
                out -> {
                  out.writeInt(1);
                  for (String text : List.of("s3a://b1", "r1", "")) {
                    out.writeInt(text.length());
                    out.writeBytes(text);
                  }
                  out.writeInt(1);
                  for (String text : List.of("r1", "arn:aws:iam::111122223333:role/reader")) {
                    out.writeInt(text.length());
                    out.writeBytes(text);
                  }
                  out.writeBoolean(true);
                  for (String text : List.of("key-1", "secret-1", "token-1", "alice-job")) {
                    out.writeInt(text.length());
                    out.writeBytes(text);
                  }
                  out.writeLong(START.toEpochMilli() + 30 * 60_000);
                  out.writeBoolean(false);
                }));
  }

  /** Of each kind one, the last without a signature. */
  private static SessionGrant withUnsigned() {
    return new SessionGrant(
        "job-1",
        START,
        List.of(
            new GrantedRoute.ToRole(S3Location.parse("s3a://b1"), "r1"),
            new GrantedRoute.ToBase(S3Location.parse("s3a://b2")),
            new GrantedRoute.Closed(S3Location.parse("s3a://b3"), "not yours"),
            new GrantedRoute.Unsigned(S3Location.parse("s3a://b4"))),
        Map.of("r1", new GrantedRole(Samples.ROLE, null, null)));
  }

  private static byte[] withKinds(int role, String ofRole, int last, String ofLast)
      throws IOException {
    return bytes(
        2,
        out -> {
          out.writeInt(4);
          int[] kinds = {role, 1, 2, last};
          List<String> texts = List.of(ofRole, "", "not yours", ofLast);
          for (int i = 0; i < 4; i++) {
            WIRE.writeText(out, "s3a://b" + (i + 1), 100);
            out.writeByte(kinds[i]);
            WIRE.writeText(out, texts.get(i), 100);
          }
          out.writeInt(1);
          WIRE.writeText(out, "r1", 100);
          WIRE.writeText(out, Samples.ROLE.toString(), 100);
          out.writeBoolean(false);
          out.writeBoolean(false);
        });
  }

  @Test
  void anUnsignedLocationTravelsInVersionTwo() throws IOException {
    byte[] bytes = GrantCodec.encode(withUnsigned());
    assertThat(bytes).isEqualTo(withKinds(0, "r1", 3, ""));
    assertThat(GrantCodec.decode(bytes).routes()).isEqualTo(withUnsigned().routes());
  }

  @Test
  void refusesKindsThatItDoesNotKnowOrThatSayTooMuchOrTooLittle() {
    assertThatThrownBy(() -> GrantCodec.decode(withKinds(0, "r1", 4, "")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session grant with a route of kind 4, s3a://b4: this Rolecall knows kinds 0 to 3");
    assertThatThrownBy(() -> GrantCodec.decode(withKinds(0, "", 3, "")))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with a route of kind 0 that says nothing, s3a://b1");
    assertThatThrownBy(() -> GrantCodec.decode(withKinds(0, "r1", 3, "x")))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with a route of kind 3 that says more than its kind, s3a://b4");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 255})
  void refusesAnotherVersion(int version) throws IOException {
    byte[] bytes = GrantCodec.encode(full());
    bytes[0] = (byte) version;
    assertThatThrownBy(() -> GrantCodec.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session grant of version "
                + version
                + ": this Rolecall reads versions 1 and 2. Use the same Rolecall version on all sides");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 100_001, Integer.MAX_VALUE})
  void refusesCountsOutOfBounds(int count) {
    assertThatThrownBy(() -> GrantCodec.decode(bytes(out -> out.writeInt(count))))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with " + count + " routes: at most 100000");
    assertThatThrownBy(
            () ->
                GrantCodec.decode(
                    bytes(
                        out -> {
                          out.writeInt(0);
                          out.writeInt(count);
                        })))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with " + count + " roles: at most 100000");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 16_385, Integer.MAX_VALUE})
  void refusesTextsOutOfBounds(int length) {
    assertThatThrownBy(
            () ->
                GrantCodec.decode(
                    bytes(
                        out -> {
                          out.writeInt(1);
                          out.writeInt(length);
                        })))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with a text of " + length + " bytes: at most 16384");
  }

  @Test
  void doesNotWriteWhatItWouldNotRead() {
    List<GrantedRoute> routes = Collections.nCopies(100_001, new GrantedRoute.ToBase(DATA));
    assertThatThrownBy(() -> GrantCodec.encode(new SessionGrant("job-1", START, routes, Map.of())))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with 100001 routes: at most 100000");
    assertThatThrownBy(() -> GrantCodec.encode(Grants.granting(1, "s3a://b1/" + "x".repeat(16384))))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with a text of 16393 bytes: at most 16384");
  }

  @Test
  void refusesWhatIsCutShort() throws IOException {
    byte[] bytes = GrantCodec.encode(full());
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> GrantCodec.decode(part))
          .describedAs("%d of %d bytes", length, bytes.length)
          .isInstanceOf(IOException.class)
          .hasMessage("session grant that is cut short");
    }
  }

  @Test
  void refusesWhatGoesOnAfterItsEnd() throws IOException {
    byte[] bytes = GrantCodec.encode(full());
    assertThatThrownBy(() -> GrantCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with bytes after its end");
  }

  @Test
  void refusesLocationsAndRolesThatAreNone() {
    assertThatThrownBy(
            () ->
                GrantCodec.decode(
                    bytes(
                        out -> {
                          out.writeInt(1);
                          WIRE.writeText(out, "hdfs://b1", 100);
                          WIRE.writeText(out, "r1", 100);
                        })))
        .isInstanceOf(IOException.class)
        .as("without what was read, which may be a secret")
        .hasMessage("session grant with a location or a role that is none")
        .hasNoCause();
  }

  @Test
  void refusesRoutesAndRolesThatDoNotBelongTogether() {
    SessionGrant noRole =
        new SessionGrant("job-1", START, List.of(new GrantedRoute.ToRole(DATA, "r1")), Map.of());
    assertThatThrownBy(() -> GrantCodec.decode(GrantCodec.encode(noRole)))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with a route to a role that it does not hold");
    SessionGrant noRoute =
        new SessionGrant(
            "job-1", START, List.of(), Map.of("r1", new GrantedRole(Samples.ROLE, null, null)));
    assertThatThrownBy(() -> GrantCodec.decode(GrantCodec.encode(noRoute)))
        .isInstanceOf(IOException.class)
        .hasMessage("session grant with a role that no route leads to");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesTimesThatNoSessionHas(long millis) throws IOException {
    byte[] bytes = GrantCodec.encode(Grants.granting(1, "s3a://b1"));
    ByteBuffer.wrap(bytes).putLong(1 + 4 + "job-1".length(), millis);
    assertThatThrownBy(() -> GrantCodec.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session grant written at "
                + millis
                + " milliseconds since 1970: expected a time from 1970 to 9999");
  }

  @Test
  void refusesSessionsThatLastForAges() throws IOException {
    Instant end = START.plus(Duration.ofDays(100_001));
    SessionGrant ages = grantOf(new GrantedRole(Samples.ROLE, Samples.session(1, end), null));
    assertThatThrownBy(() -> GrantCodec.encode(ages))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session grant written at 2026-01-01T00:00:00Z with a session that ends at"
                + " 2299-10-18T00:00:00Z: expected an end within 100000 days");
    SessionGrant never =
        grantOf(new GrantedRole(Samples.ROLE, Samples.session(1, Instant.MAX), null));
    assertThatThrownBy(() -> GrantCodec.encode(never))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("session grant written at 2026-01-01T00:00:00Z with a session");
  }

  private static SessionGrant grantOf(GrantedRole role) {
    return new SessionGrant(
        "job-1",
        START,
        List.of(new GrantedRoute.ToRole(S3Location.parse("s3a://b1"), "r1")),
        Map.of("r1", role));
  }
}
