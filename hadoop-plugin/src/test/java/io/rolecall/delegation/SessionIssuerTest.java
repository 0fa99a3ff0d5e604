package io.rolecall.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.delegation.SessionGrant.GrantedRole;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
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
      Concurrently.until("another is minted", () -> sts.calls().size() == 2);
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
}
