package io.rolecall.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassesTest {

  private final List<String> cancelled = new ArrayList<>();
  private final Map<String, Exception> failing = new HashMap<>();
  private final Passes passes = new Passes(this::cancel);

  @AfterEach
  void isNotInterrupted() {
    Thread.interrupted();
  }

  private void cancel(Token<?> token) throws IOException {
    String name = new String(token.getIdentifier(), UTF_8);
    Exception failure = failing.get(name);
    if (failure instanceof RuntimeException bug) {
      throw bug;
    }
    if (failure instanceof IOException why) {
      throw why;
    }
    cancelled.add(Thread.currentThread().isInterrupted() ? name + " while interrupted" : name);
  }

  private static Token<TokenIdentifier> token(String name, String service) {
    return new Token<>(name.getBytes(UTF_8), new byte[0], new Text("kind"), new Text(service));
  }

  @Test
  void allEnd() {
    passes.add(List.of(token("1", "nn"), token("2", "kms")));
    passes.add(List.of(token("3", "nn")));
    passes.cancel();
    passes.cancel();
    assertThat(cancelled).containsExactly("1", "2", "3");
  }

  /** A round may be asking for one while the command ends, which interrupts it. */
  @Test
  void whatComesAfterTheEndEndsAtOnce() {
    passes.cancel();
    Thread.currentThread().interrupt();
    passes.add(List.of(token("late", "nn")));
    assertThat(cancelled).containsExactly("late");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void whoeverIsAwayIsAskedOnceAndKeepsNoOtherFromEnding() {
    failing.put("1", new IOException("the key server is down"));
    failing.put("3", new SecretManager.InvalidToken("ended"));
    failing.put("5", new UnsupportedOperationException("no way to cancel"));
    passes.add(List.of(token("1", "kms"), token("2", "kms"), token("3", "nn"), token("4", "nn")));
    passes.add(List.of(token("5", "other"), token("6", "nn")));
    passes.cancel();
    assertThat(cancelled).containsExactly("4", "6");
  }

  @Test
  void theOldestAreForgotten() {
    for (int i = 0; i < 1001; i++) {
      passes.add(List.of(token("" + i, "nn")));
    }
    passes.cancel();
    assertThat(cancelled).hasSize(1000).doesNotContain("0");
  }
}
