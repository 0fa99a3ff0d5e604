package io.rolecall.quickstart;

import io.rolecall.localaws.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Submits {@link FlightsJob} in {@link ThreeAccounts}, and tells whether it did its work. */
public final class FlightsRun {

  private final Workplace workplace;
  private final LocalAws aws;
  private final Path scratch;
  private final String below;

  /**
   * Nothing is submitted yet.
   *
   * @param workplace the jars
   * @param aws the accounts
   * @param scratch a folder for logs and the submitter's keys
   * @param below what the keys begin with that the job writes to; empty, or with a slash at its end
   */
  public FlightsRun(Workplace workplace, LocalAws aws, Path scratch, String below) {
    this.workplace = workplace;
    this.aws = aws;
    this.scratch = scratch;
    this.below = below;
  }

  /**
   * Puts there what the job reads.
   *
   * @throws IOException if it cannot be put there
   */
  public void upload() throws IOException {
    SampleTable flights = SampleTable.of("flights-airport.csv");
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, "2008/flights.csv", flights.bytes());
    aws.put(ThreeAccounts.AIRPORTS_BUCKET, "airports.csv", SampleTable.of("airports.csv").bytes());
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, "incoming/0.csv", flights.part(0).bytes());
  }

  /**
   * The settings of the cluster, AWS and committers: all but Rolecall's.
   *
   * @param lifetime of a session
   * @return keys and values
   * @throws IOException if the submitter's keys cannot be written
   */
  public Map<String, String> settings(Duration lifetime) throws IOException {
    Path profile = scratch.resolve("credentials");
    if (!Files.exists(profile)) {
      Workplace.writeProfile(
          scratch, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
    }
    Map<String, String> settings = new LinkedHashMap<>(JobSettings.cluster(profile));
    settings.putAll(JobSettings.localAws(aws.endpoint(), lifetime));
    settings.putAll(JobSettings.magicCommitter());
    return settings;
  }

  /**
   * Submits the job.
   *
   * @param submit with which settings
   * @param log the name of the log
   * @param stream how long its stream runs; zero for none
   * @return the running driver
   * @throws IOException if it cannot be started
   * @throws InterruptedException if this thread is interrupted
   */
  public SparkDriver submit(SparkSubmit submit, String log, Duration stream)
      throws IOException, InterruptedException {
    return submit.start(
        scratch.resolve(log),
        workplace.jobJar(),
        FlightsJob.class.getName(),
        "s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/2008",
        "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/airports.csv",
        "s3a://" + ThreeAccounts.JOB_BUCKET + "/" + below + "flights-by-state",
        "s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/incoming",
        "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/" + below + "checkpoints/flights",
        "s3a://" + ThreeAccounts.JOB_BUCKET + "/" + below + "flights",
        Long.toString(stream.toSeconds()));
  }

  /**
   * Waits for the end of a job with a stream.
   *
   * @param job the driver
   * @param patience for how long
   * @return what it has not done as it should; empty if all is well
   * @throws IOException if it does not end in time, or its log cannot be read
   * @throws InterruptedException if this thread is interrupted
   */
  public static Optional<String> complaint(SparkDriver job, Duration patience)
      throws IOException, InterruptedException {
    int exit = job.await(patience);
    if (exit != 0) {
      return Optional.of("the job ended with " + exit + "; see " + job.log());
    }
    List<String> lines = job.lines(FlightsJob.SAYS);
    if (!lines.contains("failed tasks 0")) {
      return Optional.of("tasks failed; see " + job.log());
    }
    String rows =
        lines.stream().filter(line -> line.startsWith("stream wrote ")).findFirst().orElse("");
    return rows.matches("stream wrote (\\d+) of \\1 rows")
        ? Optional.empty()
        : Optional.of("the stream lost or repeated rows: '" + rows + "'; see " + job.log());
  }
}
