package io.rolecall.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.RolecallConfig;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTest {

  private final Configuration conf = new Configuration(false);

  private Job job() {
    return new Job(RolecallConfig.ofAll(conf), "alice");
  }

  @ParameterizedTest
  @CsvSource({
    "container_1700000000000_0001_01_000002,       application_1700000000000_0001",
    "container_e17_1700000000000_0001_01_000002,   application_1700000000000_0001",
    "container_e17_1700000000000_12345_01_1000002, application_1700000000000_12345",
    "container_1700000000000_0001,                 ",
    "application_1700000000000_0001,               ",
    "'',                                           ",
    ",                                             ",
  })
  void readsTheApplicationFromAYarnContainer(
      @Nullable String container, @Nullable String application) {
    assertThat(Job.yarnApplication(container).orElse(null)).isEqualTo(application);
  }

  @Test
  void hasARandomIdOfItsOwnWhereNobodyNamesIt() {
    Job job = job();
    assertThat(job.get().id()).matches("rolecall-[0-9a-f]{8}").isEqualTo(job.get().id());
    assertThat(job().get().id()).isNotEqualTo(job.get().id());
    assertThat(job.get().name()).isEmpty();
    assertThat(job.get().user()).isEqualTo("alice");
  }

  @Test
  void takesTheFirstIdThatTheConfigurationHas() {
    conf.set("mapreduce.job.id", "job_1_0001");
    conf.set("mapreduce.job.name", "sort");
    assertThat(job().get().id()).isEqualTo("job_1_0001");
    assertThat(job().get().name()).isEqualTo("sort");
    conf.set("spark.app.id", "app-1");
    conf.set("spark.app.name", "nightly");
    assertThat(job().get().id()).isEqualTo("app-1");
    assertThat(job().get().name()).isEqualTo("nightly");
    conf.set("fs.s3a.rolecall.job.id", "run-7");
    conf.set("fs.s3a.rolecall.job.name", "load");
    assertThat(job().get().id()).isEqualTo("run-7");
    assertThat(job().get().name()).isEqualTo("load");
  }

  @Test
  void learnsItsNameLate() {
    Job job = job();
    String[] id = new String[1];
    job.declare(() -> id[0], "nightly");
    assertThat(job.get().id()).startsWith("rolecall-");
    assertThat(job.get().name()).isEqualTo("nightly");
    id[0] = "app-1";
    assertThat(job.get().id()).isEqualTo("app-1");
  }

  @Test
  void theConfigurationGoesBeforeWhatIsDeclared() {
    conf.set("fs.s3a.rolecall.job.id", "run-7");
    conf.set("fs.s3a.rolecall.job.name", "load");
    Job job = job();
    job.declare(() -> "app-1", "nightly");
    assertThat(job.get().id()).isEqualTo("run-7");
    assertThat(job.get().name()).isEqualTo("load");
  }
}
