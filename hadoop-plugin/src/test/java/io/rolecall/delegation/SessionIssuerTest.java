package io.rolecall.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.delegation.SessionGrant.GrantedRole;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionIssuerTest {

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);

  SessionIssuerTest() {
    sts.reach(conf);
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
  }

  @AfterEach
  void close() {
    sts.close();
  }

  private static SessionGrant ask(SessionIssuer issuer, Set<String> rejected) throws IOException {
    byte[] question = new GrantRequest(Set.of("b1"), rejected).encode();
    return GrantCodec.decode(issuer.answer(question));
  }

  @Test
  void givesAllExecutorsTheSameSession() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      assertThat(ask(issuer, Set.of()).roles()).isEqualTo(ask(issuer, Set.of()).roles());
      assertThat(sts.calls()).hasSize(1);
    }
  }

  @Test
  void mintsAnotherForOneThatWasRefused() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      ask(issuer, Set.of());
      assertThat(ask(issuer, Set.of("key-1")).roles().values())
          .extracting(GrantedRole::session)
          .allSatisfy(
              session -> assertThat(session).hasFieldOrPropertyWithValue("accessKeyId", "key-2"));
    }
  }

  @Test
  void namesSessionsByTheJobAsSoonAsItIsKnown() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      ask(issuer, Set.of());
      issuer.declareJob(() -> "app-1", "nightly");
      issuer.jobIdKnown();
      assertThat(sts.calls().get(1).parameter("RoleSessionName")).endsWith("-app-1");
    }
  }

  @Test
  void refusesAQuestionItCannotRead() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      assertThatThrownBy(() -> issuer.answer(new byte[] {1, 2}))
          .isInstanceOf(IOException.class)
          .hasMessage("session request that is cut short");
    }
  }

  @Test
  void isNotForExecutors() {
    conf.set("fs.s3a.rolecall.process", "executor");
    assertThatThrownBy(() -> SessionIssuer.create(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.process says that this process is an executor, but it is the driver;"
                + " remove the key");
  }

  @Test
  void openingAFileSystemChangesNothingForExecutors() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      Configuration other = new Configuration(conf);
      other.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/admin");
      RolecallConfig config = RolecallConfig.of(other, "b1");
      try (OwnerSessions opened =
          OwnerSessions.acquire(UserGroupInformation.getCurrentUser(), config)) {
        assertThat(opened.sessions().routes(config).whole()).asString().endsWith("role/admin");
      }
      assertThat(ask(issuer, Set.of()).roles().values())
          .extracting(role -> role.arn().name())
          .containsExactly("reader");
    }
  }

  @Test
  void aPrefixThatNobodyUsesCostsNoCallOfSts() throws IOException {
    StringBuilder routes = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      routes
          .append(i == 0 ? "" : ", ")
          .append("{\"location\": \"s3a://b1/p%d\",".formatted(i))
          .append("\"role\": \"arn:aws:iam::111122223333:role/r%d\"}".formatted(i));
    }
    conf.set("fs.s3a.rolecall.routes", "{\"version\": 1, \"routes\": [" + routes + "]}");
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      assertThat(ask(issuer, Set.of()).routes()).hasSize(301);
      assertThat(sts.calls()).isEmpty();
    }
  }

  @Test
  void aRoleThatHangsDelaysNoAnswer() {
    conf.set("fs.s3a.bucket.b2.assumed.role.arn", "arn:aws:iam::111122223333:role/hangs");
    sts.hold(call -> call.parameter("RoleArn").endsWith("/hangs"));
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      byte[] question = new GrantRequest(Set.of("b1", "b2"), Set.of()).encode();
      assertThat(Concurrently.start(() -> issuer.answer(question)).value()).isNotEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
