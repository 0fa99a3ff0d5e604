package io.rolecall.support;

import static java.util.Objects.requireNonNull;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.RoundsJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link RoundsJob} in the three accounts, from outside: reads the airports, writes results. */
public final class RoundsRun implements AutoCloseable {

  /** How long it may take to get anywhere. */
  public static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final LocalAws aws;
  private final Path scratch;
  private @Nullable SparkDriver process;

  /**
   * A job that has not started, and its input.
   *
   * @param aws the accounts; what they have logged is forgotten
   * @param scratch a folder for its log and its instructions
   * @throws IOException if the accounts cannot be reached
   */
  public RoundsRun(LocalAws aws, Path scratch) throws IOException {
    this.aws = aws;
    this.scratch = scratch;
    aws.put(
        ThreeAccounts.AIRPORTS_BUCKET,
        "airports.csv",
        "iata,name\nABE,Allentown\n".getBytes(StandardCharsets.UTF_8));
    aws.log().clear();
  }

  /**
   * Writes the keys of the one who may assume its roles.
   *
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path profile() throws IOException {
    return Workplace.writeProfile(
        scratch, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
  }

  /**
   * Starts it.
   *
   * @param submit where and with which settings
   * @param tasks how many a round has
   * @throws IOException if it cannot be started
   * @throws InterruptedException if this thread is interrupted
   */
  public void start(SparkSubmit submit, int tasks) throws IOException, InterruptedException {
    process =
        submit.start(
            scratch.resolve("driver.log"),
            Workplace.ofThisProject().jobJar(),
            RoundsJob.class.getName(),
            "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/airports.csv",
            "s3a://" + ThreeAccounts.JOB_BUCKET + "/rounds",
            Integer.toString(tasks),
            scratch.toString());
  }

  /**
   * The process that was started: its driver, or its client.
   *
   * @return the process
   */
  public SparkDriver process() {
    return requireNonNull(process, "not started");
  }

  /**
   * What the process printed.
   *
   * @return the text
   * @throws IOException if it cannot be read
   */
  public String log() throws IOException {
    return Files.readString(process().log(), StandardCharsets.ISO_8859_1);
  }

  /**
   * Lets it end after its present round.
   *
   * @throws IOException if it cannot be determined
   */
  public void stop() throws IOException {
    Files.createFile(scratch.resolve("stop"));
  }

  /**
   * Waits until the job has said something.
   *
   * @param said all that it has said
   * @param wanted whether a line is the one
   * @return the last such line
   * @throws AssertionError if it ends before
   */
  public String awaitLine(Callable<List<String>> said, Predicate<String> wanted) {
    return Await.until(
        PATIENCE,
        PAUSE,
        () -> {
          boolean alive = process().process().isAlive();
          String last =
              said.call().stream().filter(wanted).reduce((one, next) -> next).orElse(null);
          if (last == null && !alive) {
            throw ended();
          }
          return last;
        });
  }

  /**
   * Waits until both roles have been assumed.
   *
   * @param wanted how often each
   * @throws AssertionError if it ends before
   */
  public void awaitSessions(int wanted) {
    Await.until(
        PATIENCE,
        PAUSE,
        () -> {
          if (!process().process().isAlive()) {
            throw ended();
          }
          Map<String, Long> calls = assumedRoles();
          return calls.size() == 2 && calls.values().stream().allMatch(count -> count >= wanted);
        });
  }

  private AssertionError ended() {
    return new AssertionError("the job has ended; see " + process().log());
  }

  /**
   * Successful AssumeRole calls.
   *
   * @return how many, by role
   */
  public Map<String, Long> assumedRoles() {
    return aws.log()
        .operation("AssumeRole")
        .filter(entry -> entry.status() == 200)
        .map(Entry::roleRequest)
        .collect(
            Collectors.groupingBy(
                request -> requireNonNull(request).roleArn(), Collectors.counting()));
  }

  /** Stops it. */
  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
