package io.rolecall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each benchmark runs, once and in this JVM: its figures mean nothing. */
class ITestReports {

  private static BenchServers servers;

  @BeforeAll
  static void startServers() throws IOException {
    servers = BenchServers.start();
    servers.fill(10);
  }

  @AfterAll
  static void stopServers() throws IOException {
    servers.close();
  }

  @Test
  void comparesWhatEachRequestPasses() throws Exception {
    assertThat(new SignerReport(new JmhRuns(1, 10, 0), 1).run().whats())
        .containsExactly(
            "sign GET, one route: time",
            "sign GET, one route: heap",
            "sign GET, prefix routes: time",
            "sign GET, prefix routes: heap",
            "sign PUT, one route: time",
            "sign PUT, one route: heap",
            "sign PUT, prefix routes: time",
            "sign PUT, prefix routes: heap",
            "current session: time",
            "current session: heap",
            "route of 10: time",
            "route of 1000: time",
            "route of 100000: time",
            "route: slowest to fastest table");
  }

  @Test
  void comparesFileSystems() throws IOException {
    ThroughputReport report = new ThroughputReport(List.of(Workload.values()), workload -> 1);
    assertThat(report.run(workload -> Math.min(workload.amount(), 10)).whats())
        .containsExactlyElementsOf(
            measured(
                "writes of 4 KiB",
                "reads of 4 KiB",
                "write of 64 MiB",
                "read of 64 MiB",
                "list of 10,000 keys",
                "rename of 100 files"));
  }

  @Test
  void comparesClientsOfIceberg() throws IOException {
    assertThat(new ClientsReport().run(1, 1).whats())
        .containsExactlyElementsOf(
            measured(
                "S3FileIO, writes of 4 KiB",
                "S3FileIO, reads of 4 KiB",
                "S3FileIO, write of 64 MiB",
                "S3FileIO, read of 64 MiB"));
  }

  private static List<String> measured(String... works) {
    return Stream.of(works)
        .flatMap(
            work ->
                Stream.of("CPU", "CPU, control", "clock", "clock, control", "heap")
                    .map(what -> work + ": " + what))
        .toList();
  }
}
