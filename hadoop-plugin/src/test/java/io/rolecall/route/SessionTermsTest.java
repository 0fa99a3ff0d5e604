package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTermsTest {

  private static final String KEY =
      "a tag's key has 1 to 128 letters, digits, spaces, '_', '.', ':', '/', '=', '+', '-', '@'";

  private static SessionTerms withPolicy(String policy) {
    return new SessionTerms(
        Duration.ofHours(1), "n", Optional.of(policy), Map.of(), Optional.empty());
  }

  private static SessionTerms withTags(Map<String, String> tags) {
    return new SessionTerms(Duration.ofHours(1), "n", Optional.empty(), tags, Optional.empty());
  }

  private static Map<String, String> tags(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
  }

  @Test
  void acceptsAPolicyOf2048Characters() {
    assertThat(withPolicy("x".repeat(2048)).policy().orElseThrow()).hasSize(2048);
    assertThatThrownBy(() -> withPolicy("x".repeat(2049)))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage("the session policy has 2049 characters: AWS allows 2048");
  }

  @Test
  void accepts50Tags() {
    assertThat(withTags(tags(50)).tags()).hasSize(50);
    assertThatThrownBy(() -> withTags(tags(51)))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage("51 session tags: AWS allows 50 per session");
  }

  @Test
  void acceptsTagKeysOf1To128Characters() {
    assertThat(withTags(Map.of("k".repeat(128), "v")).tags()).hasSize(1);
    String tooLong = "k".repeat(129);
    assertThatThrownBy(() -> withTags(Map.of(tooLong, "v")))
        .hasMessage("session tag '" + tooLong + "': " + KEY);
    assertThatThrownBy(() -> withTags(Map.of("", "v"))).hasMessage("session tag '': " + KEY);
    assertThat(withTags(Map.of("aws:Team_1 a+b=c/d.e@f-g", "v")).tags()).hasSize(1);
  }

  /** Policies name them, where IAM would take it for a variable or for anything. */
  @ParameterizedTest
  @ValueSource(strings = {"${aws:username}", "team*", "te?m", "te\"am", "te\nam"})
  void refusesATagKeyThatAwsDoesNotTake(String key) {
    assertThatThrownBy(() -> withTags(Map.of(key, "v")))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage("session tag '" + key + "': " + KEY);
  }

  @Test
  void refusesATagWithoutAValue() {
    Map<String, String> tags = new HashMap<>();
    tags.put("team", null);
    assertThatThrownBy(() -> withTags(tags))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage("session tag 'team' has no value");
  }

  @Test
  void doesNotChangeWithTheMapItWasMadeFrom() {
    Map<String, String> tags = new HashMap<>(Map.of("b", "2", "a", "1"));
    SessionTerms terms = withTags(tags);
    tags.put("c", "3");
    assertThat(terms.tags()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThatThrownBy(() -> terms.tags().put("c", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
