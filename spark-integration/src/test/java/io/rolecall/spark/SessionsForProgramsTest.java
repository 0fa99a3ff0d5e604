package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.NamedPlace;
import io.rolecall.spark.channel.Neighbours;
import io.rolecall.supply.sessions.ProfileFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsForProgramsTest {

  private static final String KEY = "fs.s3a.rolecall.executor.sessions";
  private static final List<NamedPlace> LOCATIONS =
      List.of(NamedPlace.parse("flights=s3a://bb/in"), NamedPlace.parse("other=s3a://cc"));

  private final SparkConf conf = new SparkConf(false);
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> said = new ArrayList<>();

  private boolean tell(Neighbours neighbours) {
    return SessionsForPrograms.tell(
        LOCATIONS, neighbours, line -> said.add("info " + line), line -> said.add("warn " + line));
  }

  @Test
  void executorsStartWithTheVariables() {
    Map<String, String> variables = ProfileFiles.variables("");
    SessionsForPrograms.put(conf, variables, environment::put);
    assertThat(environment).isEqualTo(variables);
    environment.forEach(
        (name, value) -> assertThat(conf.get("spark.executorEnv." + name)).isEqualTo(value));
  }

  @Test
  void aVariableThatTheLaunchSetsIsNotReplaced() {
    conf.set("spark.executorEnv.AWS_CONFIG_FILE", "/etc/aws");
    assertThatThrownBy(
            () -> SessionsForPrograms.put(conf, ProfileFiles.variables(""), environment::put))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "spark.executorEnv.AWS_CONFIG_FILE = '/etc/aws': with "
                + KEY
                + " the driver sets it, where executors write their profiles. Remove one of the"
                + " two");
    assertThat(environment).isEmpty();
  }

  /** A notebook's next context begins with the settings of the last one. */
  @Test
  void whatAnEarlierApplicationHadIsReplaced() {
    SessionsForPrograms.put(conf, ProfileFiles.variables(""), environment::put);
    Map<String, String> earlier = Map.copyOf(environment);
    SessionsForPrograms.put(conf, ProfileFiles.variables("{{PWD}}"), environment::put);
    assertThat(environment.get("AWS_CONFIG_FILE"))
        .isNotEqualTo(earlier.get("AWS_CONFIG_FILE"))
        .isEqualTo(conf.get("spark.executorEnv.AWS_CONFIG_FILE"));
  }

  @Test
  void neighboursOfOneUserAreToldOf() {
    assertThat(tell(Neighbours.ONE_USER)).isTrue();
    assertThat(said)
        .containsExactly(
            "info "
                + KEY
                + ": programs on executors have the profiles flights (s3a://bb/in), other"
                + " (s3a://cc)",
            "warn "
                + KEY
                + ": this cluster's executors are processes of one user of the system, whoever's"
                + " application they are of, unless it is set up otherwise: any of them can take"
                + " these sessions from the files, the memory or the environment of an executor"
                + " beside it");
  }

  /** NodeManagers write it into the script that starts a container. */
  @ParameterizedTest
  @CsvSource({"yarn, {{PWD}}", "spark://h:7077, ''", "k8s://https://h, ''"})
  void onYarnTheFolderIsNamed(String master, String folder) {
    assertThat(SessionsForPrograms.workingFolder(master)).isEqualTo(folder);
  }

  @Test
  void neighboursThatAreKeptApartAreNot() {
    assertThat(tell(Neighbours.APART)).isTrue();
    assertThat(said).singleElement().asString().startsWith("info ");
  }

  @Test
  void aDriverWithoutExecutorsPreparesNothing() {
    assertThat(tell(Neighbours.NO_EXECUTORS)).isFalse();
    assertThat(said)
        .containsExactly(
            "warn "
                + KEY
                + ": this driver has no executors, and no profile is made: its programs inherit its"
                + " own environment. 'rolecall run --aws' starts a program with profiles");
  }

  @ParameterizedTest
  @CsvSource({
    "local[2], false, NO_EXECUTORS",
    "yarn, false, ONE_USER",
    "yarn, true, APART",
    "k8s://https://h, false, APART",
    "spark://h:7077, true, ONE_USER",
    "'local-cluster[2,1,512]', false, ONE_USER",
    "other://x, false, ONE_USER"
  })
  void whoIsBesideAnExecutor(String master, boolean kerberos, Neighbours expected) {
    assertThat(Neighbours.of(master, kerberos)).isEqualTo(expected);
  }
}
