package io.rolecall.supply.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApplicationEndTest {

  private static final String ID = "application_1700000000000_0001";
  private static final String OTHER = "application_1700000000000_0002";
  private static final String TAG = "nightly";

  private final FakeApplications cluster = new FakeApplications();
  private final List<String> said = new ArrayList<>();

  private ApplicationEnd begun(String name) throws IOException {
    ApplicationEnd end = new ApplicationEnd(cluster, name, said::add);
    end.begin();
    return end;
  }

  private static Until until(String name) {
    return new Until(false, Optional.empty(), Optional.empty(), Optional.of(name));
  }

  @Test
  void isOverWhenTheApplicationHasEnded() throws IOException {
    cluster.put(ID, ID, false);
    ApplicationEnd end = begun(ID);
    end.look();
    assertThat(end.isOver()).isFalse();
    cluster.put(ID, ID, true);
    end.look();
    end.look();
    assertThat(end.isOver()).isTrue();
    assertThat(said).containsExactly(ID + " has ended");
  }

  /** A ResourceManager that was started again and has lost it, for example. */
  @Test
  void oneThatIsForgottenHasEnded() throws IOException {
    cluster.put(ID, ID, false);
    ApplicationEnd end = begun(ID);
    cluster.forget(ID);
    end.look();
    assertThat(end.isOver()).isTrue();
  }

  @Test
  void oneThatNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> begun(ID))
        .hasMessage("--until-application " + ID + ": YARN knows no such application");
  }

  /** The job is submitted when its mailbox is there already. */
  @Test
  void aTagIsWaitedForAndWhatHadEndedBeforeDoesNotCount() throws IOException {
    cluster.put(TAG, OTHER, true);
    ApplicationEnd end = begun(TAG);
    end.look();
    assertThat(end.isOver()).as("the one of yesterday").isFalse();
    cluster.put(TAG, ID, false);
    end.look();
    assertThat(end.isOver()).isFalse();
    cluster.put(TAG, ID, true);
    end.look();
    assertThat(end.isOver()).isTrue();
    assertThat(said).containsExactly("nightly has ended");
  }

  /** Else whoever guesses a tag ends a job's supply, or prolongs it. */
  @Test
  void anotherUsersApplicationsWithTheTagDoNotCount() throws IOException {
    ApplicationEnd end = begun(TAG);
    cluster.put(TAG, OTHER, "mallory", true);
    end.look();
    assertThat(end.isOver()).as("before the job is there").isFalse();
    end.look();
    assertThat(said)
        .as("once, for whoever submits as somebody else")
        .containsExactly(
            "nightly: no application of alice has this tag yet, and those of other users, which"
                + " have it, do not count");
    cluster.put(TAG, OTHER, "mallory", false);
    cluster.put(TAG, ID, true);
    end.look();
    assertThat(end.isOver()).as("when the job has ended").isTrue();
  }

  @Test
  void allWithTheTagHaveToEnd() throws IOException {
    cluster.put(TAG, OTHER, false);
    ApplicationEnd end = begun(TAG);
    cluster.put(TAG, ID, true);
    end.look();
    assertThat(end.isOver()).isFalse();
    cluster.forget(TAG);
    end.look();
    assertThat(end.isOver()).isTrue();
  }

  /** Else nobody would look any more, and sessions would be supplied for ever. */
  @Test
  void aClusterThatFailsInAWayOfItsOwnIsAskedAgain() throws IOException {
    cluster.put(ID, ID, false);
    ApplicationEnd end = begun(ID);
    cluster.surprise(new IllegalArgumentException("java.net.UnknownHostException: rm"));
    end.look();
    assertThat(said)
        .containsExactly(
            ID
                + ": YARN cannot be asked: java.lang.IllegalArgumentException:"
                + " java.net.UnknownHostException: rm. It goes on, and asks again; further"
                + " failures are not said");
    assertThatThrownBy(() -> begun(ID))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "--until-application "
                + ID
                + ": YARN cannot be asked: java.lang.IllegalArgumentException:"
                + " java.net.UnknownHostException: rm");
    cluster.surprise(null);
    cluster.put(ID, ID, true);
    end.look();
    assertThat(end.isOver()).isTrue();
  }

  @Test
  void aClusterThatCannotBeAskedEndsNothingAndIsToldOnce() throws IOException {
    cluster.put(ID, ID, false);
    ApplicationEnd end = begun(ID);
    cluster.fail("rm:8032 is down");
    end.look();
    end.look();
    assertThat(end.isOver()).isFalse();
    assertThat(said)
        .containsExactly(
            ID
                + ": YARN cannot be asked: rm:8032 is down. It goes on, and asks again; further"
                + " failures are not said");
    assertThatThrownBy(() -> begun(ID))
        .hasMessage("--until-application " + ID + ": YARN cannot be asked: rm:8032 is down");
  }

  @Test
  void isWatchedBesideWhateverElseIsDone() throws Exception {
    cluster.put(ID, ID, false);
    try (KeepEnd end = KeepEnd.begin(until(ID), cluster, new FakeClock(), said::add)) {
      assertThat(end.getAsBoolean()).isFalse();
      cluster.put(ID, ID, true);
      Concurrently.until("it has ended", end);
    }
    assertThat(cluster.isClosed()).isTrue();
  }

  @Test
  void whoIsRefusedLeavesNoClient() {
    assertThatThrownBy(() -> KeepEnd.begin(until(ID), cluster, new FakeClock(), said::add))
        .isInstanceOf(IOException.class);
    assertThat(cluster.isClosed()).isTrue();
  }

  @Test
  void ofSeveralEndsTheFirstCounts() throws Exception {
    Until both =
        new Until(false, Optional.empty(), Optional.of(Path.of("/no/such/file")), Optional.of(TAG));
    try (KeepEnd end = KeepEnd.begin(both, cluster, new FakeClock(), said::add)) {
      assertThat(end.getAsBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a,b", "application_1", "job_1700000000000_0001", "tüg"})
  void neitherAnIdNorATagIsRefused(String name) {
    assertThatThrownBy(() -> until(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected the id of an application of YARN, such as application_1700000000000_0001, or"
                + " a tag: up to 100 characters of ASCII without spaces and commas");
  }

  /** The unit tests have a part of YARN's client alone. */
  @Test
  void saysWhatIsMissingOnTheClassPath() {
    assertThatThrownBy(() -> new YarnCluster(new Configuration(false)).open())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("--until-application: YARN's client is not on the class path (")
        .hasMessageEndingWith(
            " is missing). Add hadoop-yarn-client with what it needs, or hadoop-client-api and"
                + " hadoop-client-runtime");
  }
}
