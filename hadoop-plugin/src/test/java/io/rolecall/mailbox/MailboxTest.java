package io.rolecall.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

  private static final Mailbox MAILBOX = Mailboxes.of("hdfs://nn/mail/rolecall-1", "job-1");

  private static byte[] written(Mailbox mailbox) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    mailbox.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Mailbox read(byte[] bytes) throws IOException {
    return Mailbox.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void travelsWithItsKeyAndTheTokenOfItsFileSystem() throws IOException {
    Mailbox read = read(written(Mailboxes.withPass(MAILBOX, "the-pass")));
    assertThat(read).isEqualTo(MAILBOX);
    assertThat(read.key().getEncoded()).isEqualTo(Mailboxes.KEY.getBytes(UTF_8));
    assertThat(read.job()).isEqualTo("job-1");
    assertThat(read.supplier()).isEqualTo("rolecall run (a test)");
    assertThat(read.pass().orElseThrow().getPassword()).isEqualTo("the-pass".getBytes(UTF_8));
    assertThat(read(written(MAILBOX)).pass()).isEmpty();
  }

  @Test
  void showsItsPlaceAlone() {
    assertThat(Mailboxes.withPass(MAILBOX, "the-pass")).hasToString("hdfs://nn/mail/rolecall-1");
  }

  @Test
  void aSpoiledOneIsRefusedWithoutShowingAnything() throws IOException {
    byte[] whole = written(Mailboxes.withPass(MAILBOX, "the-pass"));
    for (int at = 0; at < whole.length; at++) {
      byte[] spoiled = whole.clone();
      spoiled[at] ^= (byte) 0xff;
      try {
        read(spoiled);
      } catch (IOException e) {
        assertThat(String.valueOf(e.getMessage())).doesNotContain("the-pass", Mailboxes.KEY);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://nn/mail",
        "hdfs://nameservice1:8020/mail",
        "hdfs:///mail",
        "file:///nfs/mail",
        "file:/nfs/mail"
      })
  void isOnHdfsOrADisk(String place) {
    assertThat(MailboxPlace.check(URI.create(place))).hasToString(place);
  }

  /** Their rename is no single step, or the place is none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://bucket/mail",
        "viewfs://cluster/mail",
        "webhdfs://nn/mail",
        "/mail",
        "mail",
        "file://host/mail",
        "file:mail",
        "hdfs://user@nn/mail",
        "hdfs://nn/mail?x",
        "hdfs://nn/mail#x",
        "hdfs:mail"
      })
  void isNowhereElse(String place) {
    assertThatThrownBy(() -> MailboxPlace.check(URI.create(place)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a folder on HDFS or on a disk that all machines share: hdfs://HOST/PATH,"
                + " hdfs:///PATH or file:///PATH");
  }

  @Test
  void whoSuppliesItIsOneLine() throws IOException {
    Mailbox mailbox =
        new Mailbox(
            URI.create("hdfs://nn/mail/rolecall-1"),
            "job-1",
            "a\u009b2J\u202eb\nERROR c" + "x".repeat(1000),
            Mailboxes.KEY.getBytes(UTF_8),
            Optional.empty());
    assertThat(read(written(mailbox)).supplier())
        .isEqualTo("a?2J?b ERROR c" + "x".repeat(486) + "...");
  }
}
