package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RolecallKeysTest {

  static List<ConfigKey<?>> keys() {
    return RolecallKeys.all();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isDocumented(ConfigKey<?> key) {
    assertThat(key.doc()).matches("(?s)[A-Z].{20,}\\.");
    assertThat(key.type()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void canBeSetPerBucket(ConfigKey<?> key) {
    assertThat(key.name())
        .describedAs("S3A's per-bucket form needs its prefix")
        .startsWith("fs.s3a.")
        .doesNotStartWith("fs.s3a.bucket.");
    if (!key.name().startsWith(RolecallKeys.PREFIX)) {
      assertThat(key.name()).startsWith("fs.s3a.assumed.role.");
      assertThat(key.doc()).startsWith("S3A's own key.");
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void hasADefaultThatItCanRead(ConfigKey<?> key) {
    assertThat(key.find(new Configuration(false)).isPresent())
        .isEqualTo(!key.defaultText().isEmpty());
  }

  @Test
  void listsEveryKeyOnce() throws IllegalAccessException {
    assertThat(RolecallKeys.all()).extracting(ConfigKey::name).doesNotHaveDuplicates();
    for (var field : RolecallKeys.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigKey.class) {
        assertThat(RolecallKeys.all())
            .describedAs(field.getName())
            .anyMatch(key -> isSame(key, field));
      }
    }
    assertThat(
            Arrays.stream(RolecallKeys.class.getFields())
                .filter(field -> field.getType() == ConfigKey.class))
        .hasSameSizeAs(RolecallKeys.all());
  }

  private static boolean isSame(ConfigKey<?> key, Field field) {
    try {
      return field.get(null) == key;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hasTheDefaultsThatTheGuidesName() {
    Configuration conf = new Configuration(false);
    assertThat(RolecallKeys.SESSION_DURATION.get(conf)).isEqualTo(Duration.ofMinutes(30));
    assertThat(RolecallKeys.SESSION_NAME.get(conf)).isEqualTo("{user}-{job}");
    assertThat(RolecallKeys.PROCESS.get(conf)).isEqualTo(ProcessRole.DRIVER);
    assertThat(RolecallKeys.RENEWAL_LEAD.get(conf)).isEqualTo(30);
    assertThat(RolecallKeys.RENEWAL_JITTER.get(conf)).isEqualTo(10);
    assertThat(RolecallKeys.RENEWAL_BACKOFF.get(conf)).isEqualTo(Duration.ofSeconds(1));
    assertThat(RolecallKeys.RENEWAL_BACKOFF_MAX.get(conf)).isEqualTo(Duration.ofSeconds(30));
    assertThat(RolecallKeys.SESSION_WAIT.get(conf)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void hasTheDefaultOfHadoopWhereHadoopHasOne() {
    Configuration hadoop = new Configuration();
    for (ConfigKey<?> key : RolecallKeys.all()) {
      String value = hadoop.getTrimmed(key.name(), "");
      if (!value.isEmpty()) {
        assertThat(value).describedAs(key.name()).isEqualTo(key.defaultText());
      }
    }
  }
}
