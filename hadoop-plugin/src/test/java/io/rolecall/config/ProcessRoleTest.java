package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessRoleTest {

  private static final String KEY = "fs.s3a.rolecall.process";

  private final Configuration conf = new Configuration(false);

  @ParameterizedTest
  @CsvSource({"driver, DRIVER", "executor, EXECUTOR", "Executor, EXECUTOR", "auto, DRIVER"})
  void doesAsItIsTold(String value, ProcessRole role) {
    conf.set(KEY, value);
    assertThat(RolecallConfig.ofAll(conf).processRole()).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({"driver, true", "Driver, true", "executor, false", "auto, false", "'', false"})
  void knowsADriverThatIsNamedSo(String value, boolean named) {
    conf.set(KEY, value);
    assertThat(RolecallConfig.ofAll(conf).isNamedDriver()).isEqualTo(named);
  }

  @Test
  void refusesAnythingElse() {
    conf.set(KEY, "worker");
    assertThatThrownBy(() -> RolecallConfig.ofAll(conf).processRole())
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.process = 'worker': expected auto, driver or executor");
  }
}
