package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.iam.AccountBuilder;
import io.rolecall.localaws.iam.KeyGenerator;
import io.rolecall.localaws.iam.Trust;
import io.rolecall.localaws.iam.User;
import io.rolecall.localaws.iam.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  void rolesTrustUsersRolesSessionsAndAccounts() {
    World world = new World(List.of(new AccountBuilder(TestWorld.JOBS).user("submitter").build()));
    User user = world.user(TestWorld.JOBS, "submitter");
    assertThat(trust(TestWorld.SUBMITTER).admits(user, null)).isTrue();
    assertThat(trust("arn:aws:iam::111111111111:root").admits(user, null)).isTrue();
    assertThat(trust("arn:aws:iam::222222222222:root").admits(user, null)).isFalse();
    assertThat(trust(TestWorld.SUBMITTER + "2").admits(user, null)).isFalse();
  }

  private static Trust trust(String arn) {
    return new Trust(Set.of(arn), null, Map.of(), Set.of());
  }
}
