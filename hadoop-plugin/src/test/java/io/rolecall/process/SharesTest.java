package io.rolecall.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharesTest {

  private final List<String> ended = new ArrayList<>();
  private final Shares<String, String> shares = new Shares<>(ended::add);
  private int made;

  private String make() {
    made++;
    return "value " + made;
  }

  @Test
  void holdersOfOneKeyShareAValueThatEndsWithTheLast() {
    Shares.Share<String> one = shares.take("a", this::make);
    Shares.Share<String> two = shares.take("a", this::make);
    assertThat(two.value()).isSameAs(one.value()).isEqualTo("value 1");
    one.close();
    assertThat(ended).isEmpty();
    two.close();
    assertThat(ended).containsExactly("value 1");
  }

  @Test
  void keysDoNotShare() {
    try (Shares.Share<String> one = shares.take("a", this::make);
        Shares.Share<String> two = shares.take("b", this::make)) {
      assertThat(two.value()).isNotEqualTo(one.value());
    }
    assertThat(ended).containsExactly("value 2", "value 1");
  }

  @Test
  void aShareThatIsClosedTwiceIsGivenBackOnce() {
    Shares.Share<String> one = shares.take("a", this::make);
    try (Shares.Share<String> two = shares.take("a", this::make)) {
      one.close();
      one.close();
      assertThat(two.value()).isEqualTo("value 1");
      assertThat(ended).isEmpty();
    }
  }

  @Test
  void afterTheLastShareItIsMadeAgain() {
    shares.take("a", this::make).close();
    try (Shares.Share<String> again = shares.take("a", this::make)) {
      assertThat(again.value()).isEqualTo("value 2");
    }
  }

  @Test
  void whatCannotBeMadeIsMadeAgainForTheNext() {
    IllegalStateException failure = new IllegalStateException("no");
    assertThatThrownBy(
            () ->
                shares.take(
                    "a",
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(shares.peek("a")).isEmpty();
    try (Shares.Share<String> again = shares.take("a", this::make)) {
      assertThat(again.value()).isEqualTo("value 1");
    }
  }

  @Test
  void peekingTakesNoShare() {
    assertThat(shares.peek("a")).isEmpty();
    try (Shares.Share<String> one = shares.take("a", this::make)) {
      assertThat(shares.peek("a")).contains("value 1");
    }
    assertThat(ended).containsExactly("value 1");
    assertThat(shares.peek("a")).isEmpty();
  }

  @Test
  void whileOneIsMadeOthersWaitForItAndNobodyElse() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Shares<String, String> slow = new Shares<>(value -> {});
    CompletableFuture<Shares.Share<String>> first =
        CompletableFuture.supplyAsync(
            () ->
                slow.take(
                    "a",
                    () -> {
                      begun.countDown();
                      await(go);
                      return "slow";
                    }));
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
    CompletableFuture<Shares.Share<String>> second =
        CompletableFuture.supplyAsync(() -> slow.take("a", () -> "another"));
    assertThat(slow.peek("a")).isEmpty();
    assertThat(slow.take("b", () -> "other").value()).isEqualTo("other");
    go.countDown();
    assertThat(first.get(1, TimeUnit.MINUTES).value()).isEqualTo("slow");
    assertThat(second.get(1, TimeUnit.MINUTES).value()).isEqualTo("slow");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
