package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Jobs of three lifetimes whose base identity is itself a role: its sessions are capped as AWS caps
 * those of a chain.
 */
final class ThreeLifetimes {

  /** The cap, which AWS has at one hour. */
  static final Duration SESSION = Duration.ofSeconds(30);

  /** For how long a job's tasks are to work. */
  static final Duration ALL = Duration.ofSeconds(100);

  /** Without jitter, all roles are renewed each time that 30 % of a session are left. */
  private static final int ROUNDS = 5;

  /** The fifth round is after 2.8 sessions, the sixth would be after 3.5. */
  private static final Duration COUNTED = SESSION.multipliedBy(63).dividedBy(20);

  private ThreeLifetimes() {}

  /** The accounts, with decoys that are to be planted. */
  static TwoAccounts accounts() throws IOException {
    return TwoAccounts.start(ChainedAccounts.world(SESSION));
  }

  /**
   * A machine that signs in as the gateway.
   *
   * @param cluster the cluster that it submits jobs to
   * @param session how long the sessions are to be that it asks for
   * @param folder where its files go
   * @param settings further settings of its configuration, which travels with the jobs
   * @param planted the secrets of decoys that are in them
   */
  static SuppliedMachine machine(
      GuidedCluster cluster,
      Duration session,
      Path folder,
      Map<String, String> settings,
      Collection<String> planted)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("fs.s3a.rolecall.base.identity", "web-identity");
    all.put("fs.s3a.rolecall.renewal.jitter", "0");
    SuppliedMachine made = SuppliedMachine.create(cluster, folder, session, all, planted);
    ChainedAccounts.gateway(folder).forEach(made.machine()::environment);
    return made;
  }

  /** The command's work is done, as {@link #assertWellSupplied(TwoAccounts)} says. */
  static void assertWellSupplied(SuppliedMachine machine, TwoAccounts accounts) throws IOException {
    machine.assertWellSupplied();
    assertWellSupplied(accounts);
  }

  /**
   * Every request was the routed role's, and nobody but the gateway asked STS: once for each role
   * and renewal, however many tasks there are.
   */
  static void assertWellSupplied(TwoAccounts accounts) {
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.aws().log().entries())
        .as("expired or denied")
        .noneMatch(entry -> entry.status() == 400 || entry.status() == 403);
    List<Entry> calls = accounts.aws().log().operation("AssumeRole").toList();
    assertThat(calls)
        .allMatch(
            call -> String.valueOf(call.principalArn()).startsWith(ChainedAccounts.GATEWAY_SESSION))
        .allMatch(
            call ->
                Integer.valueOf((int) SESSION.toSeconds())
                    .equals(Objects.requireNonNull(call.roleRequest()).durationSeconds()));
    Instant first = calls.stream().map(Entry::time).min(Instant::compareTo).orElseThrow();
    assertThat(
            calls.stream()
                .filter(call -> call.time().isBefore(first.plus(COUNTED)))
                .collect(
                    Collectors.groupingBy(
                        call -> Objects.requireNonNull(call.roleRequest()).roleArn(),
                        Collectors.counting())))
        .as("calls for each role, in " + COUNTED)
        .isEqualTo(
            Map.of(
                ThreeAccounts.FLIGHTS_ROLE, (long) ROUNDS, ThreeAccounts.JOB_ROLE, (long) ROUNDS));
    assertThat(accounts.keys(FLIGHTS)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(
            accounts.aws().log().entries().stream()
                .map(entry -> String.valueOf(entry.principalArn())))
        .noneMatch(signer -> signer.contains("decoy"));
    assertThat(last(accounts)).as("it went on").isAfter(first.plus(COUNTED));
  }

  private static Instant last(TwoAccounts accounts) {
    return accounts
        .aws()
        .log()
        .bucket(FLIGHTS)
        .map(Entry::time)
        .max(Instant::compareTo)
        .orElseThrow();
  }
}
