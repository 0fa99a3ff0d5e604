package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.iam.KeyGenerator;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which worlds can be described. */
final class WorldTest {
  @Test
  void refusesBucketInTwoAccounts() {
    LocalAwsBuilder builder =
        new LocalAwsBuilder()
            .account("111111111111", a -> a.bucket("data"))
            .account("222222222222", a -> a.bucket("data"));
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("bucket data is in two accounts, \\d+ and \\d+");
  }

  @Test
  void refusesAccountIdThatIsNone() {
    assertThatThrownBy(() -> new LocalAwsBuilder().account("1234", a -> {}))
        .hasMessage("an account id is 12 digits, not 1234");
  }

  @Test
  void refusesSessionsOfMoreThanTwelveHours() {
    assertThatThrownBy(
            () ->
                new LocalAwsBuilder()
                    .account(
                        "111111111111",
                        a -> a.role("role", r -> r.maxSessionDuration(Duration.ofHours(13)))))
        .hasMessage("maxSessionDuration is 1 s to 12 h, not PT13H");
  }

  @Test
  void saysWhichUserIsMissing() throws IOException {
    try (GateFixture gate = new GateFixture()) {
      assertThatThrownBy(() -> gate.aws.credentialsOf(TestWorld.DATA, "submitter"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no user submitter in account 222222222222");
    }
  }

  @Test
  void masksSecrets() {
    AccessKey key = new AccessKey("AKIAIOSFODNN7EXAMPLE", "the secret");
    assertThat(key.toString()).isEqualTo("AKIAIOSFODNN7EXAMPLE:****");
    assertThat(KeyGenerator.sessionToken()).isNotEqualTo(KeyGenerator.sessionToken());
  }

  @Test
  void saysWhoseDocumentCannotBeTaken() {
    assertThatThrownBy(
            () ->
                new LocalAwsBuilder()
                    .account(
                        "111111111111",
                        a -> a.role("reader", r -> r.trustPolicy("{\"Statement\":[{}]}"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reader: Effect must be Allow or Deny.");
  }
}
