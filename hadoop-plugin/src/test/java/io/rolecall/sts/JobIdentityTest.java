package io.rolecall.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.SessionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobIdentityTest {

  private static final String YARN_ID = "application_1700000000000_0001";

  private final JobIdentity job = new JobIdentity(YARN_ID, "nightly load: größe/1", "alice");

  @ParameterizedTest
  @CsvSource({
    "{user}-{job},   alice-application_1700000000000_0001",
    "{job},          application_1700000000000_0001",
    "{name}-{job},   nightly_load__gr__e_1-application_1700000000000_0001",
    "{job}-{job},    application_1700000000000_0001-application_1700000000000_0001",
    "a+=.@-_9-{job}, a+=.@-_9-application_1700000000000_0001",
    "'a,b-{job}',    'a,b-application_1700000000000_0001'",
    "{foo}-{job},    _foo_-application_1700000000000_0001",
    "'',             --",
    "x,              x--",
  })
  void namesASessionWithTheCharactersThatAwsAllows(String template, String name) {
    assertThat(job.sessionName(template)).isEqualTo(name).matches("[\\w+=,.@-]{2,64}");
  }

  @ParameterizedTest
  @CsvSource({
    // template, user's length, name
    "{user}-{job},        33, uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu-application_1700000000000_0001",
    "{user}-{job},        34, uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu-application_1700000000000_0001",
    "{user}-{job},        90, uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu-application_1700000000000_0001",
    "a-{job}-{user},      90, a-application_1700000000000_0001",
    "{job}-{user},        90, application_1700000000000_0001",
    "{user}{job}{user},   90, uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu-application_1700000000000_0001",
  })
  void keepsTheJobsIdWhenTheNameIsTooLong(String template, int length, String name) {
    JobIdentity longUser = new JobIdentity(YARN_ID, "", "u".repeat(length));
    assertThat(longUser.sessionName(template)).isEqualTo(name).hasSizeLessThanOrEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({"61, 2", "62, 1", "63, 0", "64, 0"})
  void keepsAsMuchOfTheRestAsFits(int idLength, int kept) {
    String id = "i".repeat(idLength);
    String name = new JobIdentity(id, "", "user").sessionName("{user}-{job}");
    assertThat(name).isEqualTo((kept == 0 ? "" : "user".substring(0, kept) + "-") + id);
  }

  @Test
  void cutsAnIdThatIsTooLongItself() {
    JobIdentity longId = new JobIdentity("i".repeat(70), "", "user");
    assertThat(longId.sessionName("{user}-{job}")).isEqualTo("i".repeat(64));
  }

  @Test
  void cutsANameWithoutAnId() {
    assertThat(job.sessionName("x".repeat(70))).isEqualTo("x".repeat(64));
  }

  @ParameterizedTest
  @CsvSource({
    "{job},           application_1700000000000_0001",
    "{name},          nightly load: größe/1",
    "'{user}, a#b;c', 'alice_ a_b_c'",
    "'x_.:/=+-@ 1',   'x_.:/=+-@ 1'",
    "'',              ''",
  })
  void writesATagWithTheCharactersThatAwsAllows(String template, String value)
      throws SessionException {
    assertThat(job.tagValue(template)).isEqualTo(value);
  }

  @Test
  void cutsATagAt256Characters() throws SessionException {
    assertThat(job.tagValue("x".repeat(256))).hasSize(256);
    assertThat(job.tagValue("x".repeat(257))).hasSize(256);
  }

  @ParameterizedTest
  @CsvSource({
    "alice, {user}, alice",
    "alice, etl-{user}, etl-alice",
    "alice, {name}, nightly_load__gr__e_1",
    "a b, fixed, fixed",
  })
  void aSourceIdentityHasTheUsersNameAsItIs(String user, String template, String expected)
      throws SessionException {
    JobIdentity identity = new JobIdentity(YARN_ID, "nightly load: größe/1", user);
    assertThat(identity.sourceIdentity(template)).isEqualTo(expected);
  }

  /** Where policies tell users by it, 'a b' and 'a_b' would be one. */
  @ParameterizedTest
  @CsvSource({"a b, {user}", "DOM\\alice, {user}", "x, {user}", "alice, {user}-{job}-{job}"})
  void aSourceIdentityThatWouldHaveToBeChangedIsRefused(String user, String template) {
    assertThatThrownBy(() -> new JobIdentity(YARN_ID, "", user).sourceIdentity(template))
        .isInstanceOf(SessionException.class)
        .hasMessage(
            "'sourceIdentity' (fs.s3a.rolecall.source.identity) = '"
                + template
                + "' is nothing that AWS takes for user '"
                + user
                + "': expected 2 to 64 characters, and in the user's name A-Z a-z 0-9 _+=,.@-. It is"
                + " not shortened or rewritten, because two users could become one. Leave {user} out"
                + " there, or run the job as a user with another name");
  }

  @Test
  void aTagWithAUsersNameThatWouldHaveToBeChangedIsRefused() {
    assertThatThrownBy(() -> new JobIdentity(YARN_ID, "", "a;b").tagValue("{user}"))
        .isInstanceOf(SessionException.class)
        .hasMessage(
            "'tags' (fs.s3a.rolecall.session.tags) = '{user}' is nothing that AWS takes for user"
                + " 'a;b': expected 256 characters at most, and in the user's name letters, digits,"
                + " spaces and _.:/=+-@. It is not shortened or rewritten, because two users could"
                + " become one. Leave {user} out there, or run the job as a user with another name");
    assertThatThrownBy(() -> new JobIdentity(YARN_ID, "", "u".repeat(257)).tagValue("{user}"))
        .isInstanceOf(SessionException.class);
  }
}
