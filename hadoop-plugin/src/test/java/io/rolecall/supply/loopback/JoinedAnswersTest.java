package io.rolecall.supply.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.Concurrently;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JoinedAnswersTest {

  private static final int MOST = 256;

  /** What the source is to answer next; it waits for that. */
  private final BlockingQueue<HttpAnswer> next = new SynchronousQueue<>();

  private final JoinedAnswers answers = new JoinedAnswers(Map.of("/one", this::wanted));
  private final BlockingQueue<HttpAnswer> told = new LinkedBlockingQueue<>();

  private final class Asker implements Caller {

    private volatile boolean here = true;

    @Override
    public boolean isHere() {
      return here;
    }

    @Override
    public void answer(HttpAnswer answer) {
      told.add(answer);
    }
  }

  private HttpAnswer wanted() {
    try {
      return next.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new HttpAnswer(503, "ended");
    }
  }

  @AfterEach
  void close() {
    answers.close();
  }

  @Test
  void whoeverAsksMeanwhileGetsTheSameAnswer() throws InterruptedException {
    assertThat(answers.ask("/one", new Asker())).isEmpty();
    assertThat(answers.ask("/one", new Asker())).isEmpty();
    HttpAnswer first = new HttpAnswer(200, "first");
    next.put(first);
    assertThat(told.take()).isSameAs(first);
    assertThat(told.take()).isSameAs(first);
    // Who asks later has it looked up again.
    assertThat(answers.ask("/one", new Asker())).isEmpty();
    HttpAnswer second = new HttpAnswer(200, "second");
    next.put(second);
    assertThat(told.take()).isSameAs(second);
    assertThat(told).isEmpty();
  }

  @Test
  void thereIsAnEndOfThoseWhoWaitAndWhoeverHasLeftIsNoneOfThem() throws InterruptedException {
    List<Asker> askers = new ArrayList<>();
    for (int each = 0; each < MOST; each++) {
      Asker asker = new Asker();
      askers.add(asker);
      assertThat(answers.ask("/one", asker)).isEmpty();
    }
    assertThat(answers.ask("/one", new Asker()).orElseThrow().body())
        .isEqualTo("{\"code\":\"Busy\",\"message\":\"256 others wait for the same: ask again\"}");
    askers.forEach(each -> each.here = false);
    assertThat(answers.ask("/one", new Asker())).isEmpty();
    next.put(new HttpAnswer(200, "first"));
    assertThat(told.take().body()).isEqualTo("first");
    assertThat(told).isEmpty();
  }

  @Test
  void whoeverAsksIsToldThoughTheSourceFails() throws InterruptedException {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    BlockingQueue<Throwable> seen = new LinkedBlockingQueue<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> seen.add(failure));
    JoinedAnswers failing =
        new JoinedAnswers(
            Map.of(
                "/one",
                () -> {
                  throw new IllegalStateException("a bug");
                }));
    try {
      assertThat(failing.ask("/one", new Asker())).isEmpty();
      assertThat(told.take())
          .isEqualTo(
              new HttpAnswer(
                  503, "{\"code\":\"Failed\",\"message\":\"this is a bug in Rolecall\"}"));
      assertThat(seen.take()).hasMessage("a bug");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
      failing.close();
    }
  }

  @Test
  void anAnswerShowsNoSecret() {
    assertThat(new HttpAnswer(200, "secret-1").proven("proof")).hasToString("answer 200");
    assertThat(RequestHead.parse("GET /x HTTP/1.1\r\nAuthorization: token").orElseThrow())
        .hasToString("GET /x");
  }

  @Test
  void aFailureEndsNoThreadThatOthersNeed() throws InterruptedException {
    answers.ask("/one", new Asker());
    next.put(new HttpAnswer(503, "no"));
    assertThat(told.take().status()).isEqualTo(503);
    Concurrently.until("asked again", () -> answers.ask("/one", new Asker()).isEmpty());
    next.put(new HttpAnswer(200, "yes"));
    assertThat(told.take().status()).isEqualTo(200);
  }
}
