package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigKeyTest {

  private static final ConfigKey<Duration> TIME = ConfigKey.duration("fs.s3a.x", "2m", "a time");
  private static final ConfigKey<Integer> SHARE = ConfigKey.percent("fs.s3a.y", "30", "a share");
  private static final ConfigKey<String> TEXT = ConfigKey.text("fs.s3a.z", "", "a text");

  private final Configuration conf = new Configuration(false);

  @ParameterizedTest
  @CsvSource({
    "90,    PT1M30S",
    "90s,   PT1M30S",
    "15m,   PT15M",
    "1h,    PT1H",
    "2d,    PT48H",
    "500ms, PT0.5S",
    "1H,    PT1H",
    "' 5m ', PT5M",
  })
  void readsDurations(String text, Duration duration) {
    conf.set("fs.s3a.x", text);
    assertThat(TIME.get(conf)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1.5h", "5 minutes", "PT5M", "0", "0s", "-5s", "5x"})
  void refusesWhatIsNoDuration(String text) {
    conf.set("fs.s3a.x", text);
    assertThatThrownBy(() -> TIME.get(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.x = '" + text + "': expected a duration such as 90s, 15m or 1h");
  }

  /** Where it is counted in nanoseconds, more would not fit. */
  @ParameterizedTest
  @ValueSource(strings = {"36501d", "110000d", "999999999999d"})
  void refusesWhatNobodyWaits(String text) {
    conf.set("fs.s3a.x", text);
    assertThatThrownBy(() -> TIME.get(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.x = '" + text + "': expected a duration of at most 36500d");
    conf.set("fs.s3a.x", "36500d");
    assertThat(TIME.get(conf).toNanos()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99})
  void readsPercents(int percent) {
    conf.setInt("fs.s3a.y", percent);
    assertThat(SHARE.get(conf)).isEqualTo(percent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "100", "0.3", "30%", "x"})
  void refusesWhatIsNoPercent(String text) {
    conf.set("fs.s3a.y", text);
    assertThatThrownBy(() -> SHARE.get(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.y = '" + text + "': expected a whole number from 0 to 99");
  }

  @Test
  void fallsToItsDefault() {
    assertThat(TIME.get(conf)).isEqualTo(Duration.ofMinutes(2));
    conf.set("fs.s3a.x", "  ");
    assertThat(TIME.get(conf)).isEqualTo(Duration.ofMinutes(2));
    assertThat(TEXT.find(conf)).isEmpty();
  }

  @Test
  void namesItselfWhenItIsNeededAndNotSet() {
    assertThatThrownBy(() -> TEXT.get(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.z is not set");
  }
}
