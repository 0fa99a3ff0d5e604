package io.rolecall.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a session is called that several locations share. */
class SessionNameTest {

  private final SessionName name = new SessionName("s3a://b/a -> reader");

  @Test
  void isItsLocationAndItsRole() {
    name.add("s3a://b/a -> reader");
    assertThat(name).hasToString("s3a://b/a -> reader");
  }

  @Test
  void namesEachLocation() {
    name.add("s3a://b/c -> reader");
    name.add("s3a://b/a -> reader");
    assertThat(name).hasToString("s3a://b/a, s3a://b/c -> reader");
    assertThat(name.first()).isEqualTo("s3a://b/a -> reader");
  }

  @Test
  void namesAFewOfMany() {
    for (int i = 0; i < 1000; i++) {
      name.add("s3a://b/" + i + " -> reader");
    }
    assertThat(name).hasToString("s3a://b/a, s3a://b/0, s3a://b/1 and others -> reader");
  }

  @Test
  void tellsHowARoleServesAnother() {
    name.add("s3a://b/c -> reader (through)");
    assertThat(name).hasToString("s3a://b/a -> reader; s3a://b/c -> reader (through)");
  }
}
