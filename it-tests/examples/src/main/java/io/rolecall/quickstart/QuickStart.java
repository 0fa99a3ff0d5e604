package io.rolecall.quickstart;

import io.rolecall.localaws.LocalAws;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Shows on one machine what Rolecall does: starts LocalAws with three accounts, submits a job that
 * outlives its sessions many times, and tells from the log of LocalAws who accessed what.
 */
public final class QuickStart {

  private static final Duration LIFETIME = Duration.ofSeconds(10);
  private static final Duration STREAM = Duration.ofSeconds(66);
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final int LIFETIMES_WANTED = 6;

  private final Workplace workplace;
  private final LocalAws aws;
  private final Path scratch;
  private final SparkHome spark;
  private final FlightsRun flights;

  private QuickStart(Workplace workplace, LocalAws aws) throws IOException {
    this.workplace = workplace;
    this.aws = aws;
    this.scratch = workplace.scratch("quickstart");
    this.spark = workplace.sparkHome();
    this.flights = new FlightsRun(workplace, aws, scratch, "");
  }

  /** Something did not go as it should. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String why) {
      super(why);
    }
  }

  /**
   * Runs the quick start; exits with 0 if it passed.
   *
   * @param args none
   */
  public static void main(String[] args) {
    int exit = 1;
    Workplace workplace = Workplace.ofThisProject();
    try (LocalAws aws = start(workplace)) {
      print("quickstart: PASS " + new QuickStart(workplace, aws).run());
      exit = 0;
    } catch (Failure e) {
      print("quickstart: FAIL " + e.getMessage());
    } catch (IOException e) {
      print("quickstart: FAIL " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      print("quickstart: FAIL interrupted");
    }
    System.exit(exit);
  }

  private static LocalAws start(Workplace workplace) throws IOException, InterruptedException {
    say("asking what the owners of three accounts have to set for the job's roles:");
    print("    rolecall iam " + String.join(" \\\n      ", ThreeAccounts.question()));
    OwnersDocuments documents = OwnersDocuments.written(workplace, ThreeAccounts.question());
    say(
        "starting LocalAws, with these "
            + documents.statements().size()
            + " statements and nothing else: S3 and STS that enforce signatures, sessions and rights");
    return ThreeAccounts.world(documents).s3MockJar(workplace.s3MockJar()).start();
  }

  private static void say(String what) {
    print("==> " + what);
  }

  private static void print(String line) {
    System.out.println(line);
  }

  private String run() throws IOException, InterruptedException, Failure {
    print(
        "    endpoint "
            + aws.endpoint()
            + ", accounts "
            + ThreeAccounts.JOB
            + " (the job's), "
            + ThreeAccounts.FLIGHTS
            + ", "
            + ThreeAccounts.AIRPORTS);
    say(
        "uploading flights to account "
            + ThreeAccounts.FLIGHTS
            + ", airports to "
            + ThreeAccounts.AIRPORTS);
    flights.upload();
    aws.log().clear();

    String applicationId = withRolecall(SampleTable.of("flights-airport.csv"));
    Verdict verdict = new Verdict(aws.log().entries(), applicationId);
    report(verdict);
    String control = withoutRolecall();
    return conclude(verdict, control);
  }

  private String withRolecall(SampleTable table) throws IOException, InterruptedException, Failure {
    say("submitting the job to two executors; sessions last " + LIFETIME.toSeconds() + " s");
    SparkSubmit submit =
        new SparkSubmit(spark)
            .conf(flights.settings(LIFETIME))
            .conf(JobSettings.rolecall())
            .jars(workplace.pluginJar(), workplace.sparkJar());
    try (SparkDriver job = flights.submit(submit, "with-rolecall.log", STREAM)) {
      int shown = 0;
      int fed = 1;
      while (job.process().isAlive()) {
        List<String> lines = job.lines(FlightsJob.SAYS);
        for (; shown < lines.size(); shown++) {
          print("    " + lines.get(shown));
        }
        if (lines.contains("stream started") && fed < table.parts()) {
          aws.put(
              ThreeAccounts.FLIGHTS_BUCKET, "incoming/" + fed + ".csv", table.part(fed).bytes());
          fed++;
          progress();
        }
        if (job.process().waitFor(1, java.util.concurrent.TimeUnit.SECONDS)) {
          break;
        }
      }
      for (String line : job.lines(FlightsJob.SAYS).stream().skip(shown).toList()) {
        print("    " + line);
      }
      return checked(job);
    }
  }

  private void progress() {
    Verdict now = new Verdict(aws.log().entries(), "");
    if (now.requests() > 0 && now.lifetimes(LIFETIME) > lifetimesShown) {
      lifetimesShown = now.lifetimes(LIFETIME);
      print(
          "    lifetime "
              + lifetimesShown
              + ": "
              + now.requests()
              + " requests, "
              + now.renewals()
              + " renewals");
    }
  }

  private long lifetimesShown;

  private String checked(SparkDriver job) throws IOException, InterruptedException, Failure {
    Optional<String> complaint = FlightsRun.complaint(job, PATIENCE);
    if (complaint.isPresent()) {
      throw new Failure(complaint.get());
    }
    return job.lines(FlightsJob.SAYS).get(0).substring("application ".length());
  }

  private void report(Verdict verdict) throws IOException {
    say("what the job was given, to copy (the rest stands for AWS on this machine):");
    SparkSubmit.asOptions(JobSettings.rolecall()).forEach(option -> print("    " + option + " \\"));
    print(
        "    --jars "
            + workplace.pluginJar().getFileName()
            + ","
            + workplace.sparkJar().getFileName());
    say("who accessed what, by the log of LocalAws:");
    verdict.table().forEach(line -> print("    " + line));
    print(
        "    STS calls "
            + verdict.stsCalls()
            + " (by the submitter alone), of which renewals "
            + verdict.renewals());
    Path picture =
        new SessionPicture(verdict.entries(), LIFETIME).write(scratch.resolve("sessions.svg"));
    print("    a picture of the sessions, for a browser: " + picture);
  }

  /** The control: the same job with plain S3A and the same base identity. */
  private String withoutRolecall() throws IOException, InterruptedException {
    say("the same job without Rolecall");
    SparkSubmit submit =
        new SparkSubmit(spark)
            .conf(flights.settings(LIFETIME))
            // It does not come as far as its first task, so it needs no cluster.
            .conf("spark.master", "local[1]")
            .conf(
                "spark.hadoop.fs.s3a.aws.credentials.provider",
                "software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider");
    try (SparkDriver job = flights.submit(submit, "without-rolecall.log", Duration.ZERO)) {
      int exit = job.await(PATIENCE);
      boolean denied =
          java.nio.file.Files.readString(job.log()).contains("java.nio.file.AccessDeniedException");
      print("    " + (exit != 0 && denied ? "denied: AccessDeniedException" : "not denied"));
      return exit != 0 && denied ? "denied" : "not-denied";
    }
  }

  private static String conclude(Verdict verdict, String control) throws Failure {
    List<String> complaints = verdict.complaints();
    if (!complaints.isEmpty()) {
      throw new Failure(String.join("; ", complaints));
    }
    long lifetimes = verdict.lifetimes(LIFETIME);
    if (lifetimes < LIFETIMES_WANTED) {
      throw new Failure("the job spanned " + lifetimes + " lifetimes, not " + LIFETIMES_WANTED);
    }
    if (!control.equals("denied")) {
      throw new Failure("the job without Rolecall was not denied");
    }
    return "lifetimes="
        + lifetimes
        + " sts_calls="
        + verdict.stsCalls()
        + " renewals="
        + verdict.renewals()
        + " failed_tasks=0 requests="
        + verdict.requests()
        + " expired_retries="
        + verdict.expiredRetries()
        + " without_rolecall="
        + control;
  }
}
