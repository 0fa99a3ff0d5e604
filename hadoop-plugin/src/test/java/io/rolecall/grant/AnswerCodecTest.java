package io.rolecall.grant;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.driver.Grants;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.route.S3Location;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCodecTest {

  private static final RoleOfSet R1 = new RoleOfSet("", "r1");

  private static GrantAnswer with(BucketOfSet bucket, GrantedBucket routes) {
    return new GrantAnswer("job-1", START, Map.of(bucket, routes), Map.of());
  }

  private static GrantAnswer with(RoleAnswer answer) {
    return new GrantAnswer("job-1", START, Map.of(), Map.of(R1, answer));
  }

  private static GrantAnswer routes() {
    return with(
        new BucketOfSet("lake", "b1"),
        new GrantedBucket(
            List.of(
                new GrantedRoute.ToRole(S3Location.parse("s3a://b1/größe/x"), "r1"),
                new GrantedRoute.ToBase(S3Location.parse("s3a://b1/open")),
                new GrantedRoute.Closed(S3Location.parse("s3a://b1/hr"), "for bob alone"),
                new GrantedRoute.Unsigned(S3Location.parse("s3a://b1/public"))),
            Map.of("r1", Samples.ROLE)));
  }

  private static GrantAnswer granted() {
    return with(new RoleAnswer.Granted(Samples.session(1, START.plusMillis(1234))));
  }

  private static GrantAnswer underWay() {
    return with(new RoleAnswer.UnderWay(Duration.ofMillis(150)));
  }

  private static GrantAnswer refused() {
    return with(new RoleAnswer.Failed(Kind.PERMANENT, "STS refused reader"));
  }

  private static List<GrantAnswer> all() {
    return List.of(routes(), granted(), underWay(), refused());
  }

  @Test
  void comesBackAsItWas() throws IOException {
    for (GrantAnswer answer : all()) {
      assertThat(AnswerCodec.decode(AnswerCodec.encode(answer))).isEqualTo(answer);
    }
  }

  /** A route may be for thousands of users, whom its reason names. */
  @Test
  void aLongReasonIsCutAndKeepsNothingElseBack() throws IOException {
    BucketOfSet bucket = new BucketOfSet("", "b1");
    S3Location location = S3Location.parse("s3a://b1/hr");
    String why = "s3a://b1/hr is routed for " + "user somebody, ".repeat(2_000);
    GrantAnswer read =
        AnswerCodec.decode(
            AnswerCodec.encode(
                with(
                    bucket,
                    new GrantedBucket(List.of(new GrantedRoute.Closed(location, why)), Map.of()))));
    assertThat(read.buckets().get(bucket))
        .isEqualTo(
            new GrantedBucket(
                List.of(new GrantedRoute.Closed(location, why.substring(0, 4096))), Map.of()));
  }

  /** The bytes of a release, in hexadecimal, one line for each. */
  private static List<String> golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(AnswerCodecTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void isTheSameBytesInEveryRelease() throws IOException {
    List<String> bytes = golden("session-answer-v3.hex");
    for (int i = 0; i < all().size(); i++) {
      assertThat(HexFormat.of().formatHex(AnswerCodec.encode(all().get(i))))
          .isEqualTo(bytes.get(i));
      assertThat(AnswerCodec.decode(HexFormat.of().parseHex(bytes.get(i)))).isEqualTo(all().get(i));
    }
  }

  @Test
  void soIsTheQuestion() throws IOException {
    GrantRequest request =
        new GrantRequest(Set.of(new BucketOfSet("lake", "b1")), Set.of(R1), Set.of("key-1"));
    String bytes = golden("session-request-v2.hex").get(0);
    assertThat(HexFormat.of().formatHex(request.encode())).isEqualTo(bytes);
    assertThat(GrantRequest.decode(HexFormat.of().parseHex(bytes))).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 255})
  void refusesAnotherVersion(int version) throws IOException {
    byte[] bytes = AnswerCodec.encode(granted());
    bytes[0] = (byte) version;
    assertThatThrownBy(() -> AnswerCodec.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session answer of version "
                + version
                + ": this Rolecall reads version 3. Use the same Rolecall version on driver and"
                + " executors");
  }

  /** Written by a driver of that version, for executors of this one. */
  @Test
  void refusesAnAnswerOfTheVersionBefore() throws IOException {
    byte[] before = HexFormat.of().parseHex(golden("session-answer-v2.hex").get(0));
    assertThatThrownBy(() -> AnswerCodec.decode(before))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session answer of version 2: this Rolecall reads version 3. Use the same Rolecall"
                + " version on driver and executors");
  }

  @Test
  void refusesWhatIsCutShortOrGoesOn() throws IOException {
    for (GrantAnswer answer : all()) {
      byte[] bytes = AnswerCodec.encode(answer);
      for (int length = 0; length < bytes.length; length++) {
        byte[] part = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> AnswerCodec.decode(part))
            .isInstanceOf(IOException.class)
            .hasMessage("session answer that is cut short");
      }
      assertThatThrownBy(() -> AnswerCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
          .isInstanceOf(IOException.class)
          .hasMessage("session answer with bytes after its end");
    }
  }

  @Test
  void refusesWhatDoesNotBelongTogether() throws IOException {
    BucketOfSet b1 = new BucketOfSet("", "b1");
    GrantedRoute toR1 = new GrantedRoute.ToRole(S3Location.parse("s3a://b1"), "r1");
    byte[] noRole = AnswerCodec.encode(with(b1, new GrantedBucket(List.of(toR1), Map.of())));
    assertThatThrownBy(() -> AnswerCodec.decode(noRole))
        .isInstanceOf(IOException.class)
        .hasMessage("session answer with a route to a role that it does not name");
    GrantedRoute elsewhere = new GrantedRoute.ToBase(S3Location.parse("s3a://b2/x"));
    byte[] otherBucket =
        AnswerCodec.encode(with(b1, new GrantedBucket(List.of(elsewhere), Map.of())));
    assertThatThrownBy(() -> AnswerCodec.decode(otherBucket))
        .isInstanceOf(IOException.class)
        .hasMessage("session answer with the route s3a://b2/x for s3a://b1");
  }

  @Test
  void refusesTimesThatNoSessionHas() {
    GrantAnswer never = with(new RoleAnswer.Granted(Samples.session(1, Instant.MAX)));
    assertThatThrownBy(() -> AnswerCodec.encode(never)).isInstanceOf(IOException.class);
    GrantAnswer ages = new GrantAnswer("job-1", Instant.MAX, Map.of(), Map.of());
    assertThatThrownBy(() -> AnswerCodec.encode(ages))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "session answer written at 9223372036854775807 milliseconds since 1970: expected a time"
                + " from 1970 to 9999");
  }

  /**
   * Whoever reads what others wrote fails with an IOException that says something, or not at all.
   */
  @Test
  void readersOfSpoiltBytesOnlyThrowIoExceptions() throws IOException {
    Random random = new Random(42);
    byte[] request =
        new GrantRequest(Set.of(new BucketOfSet("lake", "b1")), Set.of(R1), Set.of("key-1"))
            .encode();
    byte[] grant = GrantCodec.encode(Grants.granting(1, "s3a://b1/data"));
    for (int i = 0; i < 20_000; i++) {
      byte[] answer = spoil(AnswerCodec.encode(all().get(i % 4)), random);
      assertThat(fails(() -> AnswerCodec.decode(answer).arrivedAt(START)))
          .doesNotContain("secret-1", "token-1");
      byte[] spoiltRequest = spoil(request, random);
      fails(() -> GrantRequest.decode(spoiltRequest));
      byte[] spoiltGrant = spoil(grant, random);
      fails(() -> GrantCodec.decode(spoiltGrant));
    }
  }

  private interface Reader {
    Object read() throws IOException;
  }

  private static String fails(Reader reader) {
    try {
      reader.read();
      return "";
    } catch (IOException e) {
      assertThat(e).message().isNotBlank();
      return String.valueOf(e.getMessage());
    }
  }

  /** Other bytes here and there, or another length; the version stays. */
  private static byte[] spoil(byte[] bytes, Random random) {
    byte[] spoilt = Arrays.copyOf(bytes, bytes.length + random.nextInt(3) - 1);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int values = random.nextBoolean() ? 256 : 3;
      spoilt[1 + random.nextInt(spoilt.length - 1)] = (byte) (random.nextInt(values) - 1);
    }
    return spoilt;
  }

  @Test
  void countsWhatIsLeftByTheReadersClock() {
    Instant readersTime = START.minus(Duration.ofMinutes(10));
    GrantAnswer arrived = granted().arrivedAt(readersTime);
    assertThat(arrived.writtenAt()).isEqualTo(readersTime);
    assertThat(arrived.roles())
        .containsEntry(
            R1, new RoleAnswer.Granted(Samples.session(1, readersTime.plusMillis(1234))));
  }
}
