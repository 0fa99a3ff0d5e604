package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;

/** The control of {@link Decoys}: what jobs do not use, S3A does use without Rolecall. */
final class LivingDecoys {

  private LivingDecoys() {}

  /**
   * Runs a job whose tasks use each of them, and tidies up after it.
   *
   * @param machine who submits it
   * @param options further options of Hadoop's
   */
  static void assertUsed(GuidedCluster cluster, Machine machine, String... options)
      throws Exception {
    org.apache.hadoop.fs.Path providers = new org.apache.hadoop.fs.Path("/decoys");
    try (OutputStream out =
        FileSystem.get(cluster.hadoop().configuration()).create(providers, true)) {
      for (String provider : Decoys.FOUND_BY.keySet()) {
        out.write((provider + "\n").getBytes(UTF_8));
      }
    }
    Path jar =
        ProgramJar.write(
            machine.home().resolve("decoys.jar"), DecoyTool.class, DecoyTool.UsingMapper.class);
    List<String> command =
        new ArrayList<>(List.of("hadoop jar", jar.toString(), DecoyTool.class.getName()));
    command.addAll(List.of(options));
    command.addAll(List.of(providers.toString(), FLIGHTS, RESULTS));
    machine.succeed(String.join(" ", command));
    TwoAccounts accounts = cluster.accounts();
    for (String bucket : List.of(FLIGHTS, RESULTS)) {
      Map<String, String> signers =
          accounts
              .aws()
              .log()
              .bucket(bucket)
              .filter(entry -> entry.operation().equals("PutObject") && entry.status() == 200)
              .collect(
                  Collectors.toMap(
                      entry -> String.valueOf(entry.key()).replace("decoys/", ""),
                      entry -> String.valueOf(entry.principalArn())));
      assertThat(signers).hasSameSizeAs(Decoys.FOUND_BY);
      signers.forEach(
          (provider, signer) -> assertThat(signer).contains(Decoys.FOUND_BY.get(provider)));
    }
    for (String provider : Decoys.FOUND_BY.keySet()) {
      accounts.aws().delete(FLIGHTS, "decoys/" + provider);
      accounts.aws().delete(RESULTS, "decoys/" + provider);
    }
  }
}
