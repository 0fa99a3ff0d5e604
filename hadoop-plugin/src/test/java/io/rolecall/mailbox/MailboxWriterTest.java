package io.rolecall.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import io.rolecall.testing.FakeClock;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever is told to end while a mailbox is made leaves none. */
@Timeout(60)
class MailboxWriterTest {

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch made = new CountDownLatch(1);

  private final MailboxWriter writer =
      new MailboxWriter(
          new Configuration(false),
          URI.create("hdfs://nn/mail"),
          Mailboxes.of("hdfs://nn/mail/rolecall-1", "job-1"),
          new LetterBox() {
            @Override
            public void create() {
              Concurrently.await(made);
              calls.add("create");
            }

            @Override
            public void replace(byte[] letter) {
              calls.add("replace");
            }

            @Override
            public byte[] read(int most) {
              return new byte[0];
            }

            @Override
            public void remove() {
              calls.add("remove");
            }

            @Override
            public void removeAbandoned() {
              calls.add("removeAbandoned");
            }
          },
          new FakeClock(),
          1);

  private Running<Boolean> closing() {
    return Concurrently.start(
        () -> {
          writer.close();
          return true;
        });
  }

  @Test
  void whatIsClosedWhileItIsMadeIsRemoved() {
    Running<Boolean> opening =
        Concurrently.start(
            () -> {
              writer.open();
              return true;
            });
    opening.untilWaiting();
    Running<Boolean> closing = closing();
    made.countDown();
    assertThat(opening.value()).isTrue();
    assertThat(closing.value()).isTrue();
    assertThat(calls).containsExactly("create", "removeAbandoned", "remove");
  }

  @Test
  void whatIsClosedBeforeIsNotMade() throws IOException {
    writer.close();
    assertThatThrownBy(writer::open).hasMessage("hdfs://nn/mail/rolecall-1: it was removed");
    assertThat(calls).isEmpty();
  }
}
