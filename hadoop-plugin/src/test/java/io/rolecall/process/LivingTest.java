package io.rolecall.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LivingTest {

  private final Living<Object, String> living = new Living<>();

  private List<String> all() {
    List<String> all = new ArrayList<>();
    living.forEach((object, value) -> all.add(value));
    return all;
  }

  @Test
  void knowsWhatLives() {
    Object one = new Object();
    Object two = new Object();
    living.add(one, "one");
    living.add(two, "two");
    assertThat(all()).containsExactlyInAnyOrder("one", "two");
    living.remove(one);
    assertThat(all()).containsExactly("two");
    assertThat(two).isNotNull();
  }

  @Test
  @Timeout(60)
  void holdsNothingBack() {
    Object object = new Object();
    WeakReference<Object> gone = new WeakReference<>(object);
    living.add(object, "value");
    object = null;
    while (gone.get() != null) {
      System.gc();
    }
    assertThat(all()).isEmpty();
  }

  @Test
  void whoIsShownOneMayForgetIt() {
    Object one = new Object();
    living.add(one, "one");
    living.forEach((object, value) -> living.remove(object));
    assertThat(all()).isEmpty();
  }
}
