package io.rolecall.spark.selftest;

import io.rolecall.doctor.Check;
import io.rolecall.doctor.CheckContext;
import io.rolecall.doctor.CheckStep;
import io.rolecall.doctor.Clocks;
import io.rolecall.doctor.Findings;
import io.rolecall.doctor.OpenLocation;
import io.rolecall.route.Access;
import io.rolecall.route.S3Location;
import io.rolecall.s3a.SignedQuestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks STS who signs an executor's requests. The executor signs the call as it signs requests to
 * S3, and the driver sends it: executors never call STS.
 */
final class CallerCheck implements Check {

  static final String STEP = "caller";
  private static final Pattern ARN = Pattern.compile("<Arn>\\s*([^<]*?)\\s*</Arn>");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Cluster cluster;

  CallerCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (findings.clockSkew().filter(Clocks::isOff).isPresent()) {
      return List.of(
          CheckStep.skipped(STEP, "STS takes no signature by a clock that is this wrong"));
    }
    List<CheckStep> steps = new ArrayList<>();
    for (Findings.Candidate candidate : findings.candidates()) {
      if (findings.doesWork(candidate.route())) {
        for (S3Location place : candidate.places(context)) {
          candidate
              .route()
              .access()
              .match(
                  role -> steps.add(step(place.toString(), role)),
                  base ->
                      steps.add(
                          CheckStep.skipped(
                              STEP,
                              place + " is the base identity's, which executors do not have")),
                  anonymous ->
                      steps.add(
                          CheckStep.skipped(
                              STEP, place + " is accessed anonymously: nobody signs for it")),
                  nobody -> false);
        }
      }
    }
    return steps;
  }

  private CheckStep step(String place, Access.Role role) {
    long start = System.nanoTime();
    return asked(place, role).took(Duration.ofNanos(System.nanoTime() - start));
  }

  private CheckStep asked(String place, Access.Role role) {
    String region = role.sts().region().orElse("us-east-1");
    String sts =
        role.sts()
            .endpoint()
            .map(URI::toString)
            .orElseGet(() -> "https://sts." + region + "." + domain(role));
    try {
      SignedQuestion question =
          cluster.askOne("letting an executor sign for " + place, () -> sign(place, sts, region));
      HttpResponse<String> answer = send(question);
      Matcher arn = ARN.matcher(answer.body());
      if (answer.statusCode() == HttpURLConnection.HTTP_BAD_METHOD) {
        return CheckStep.skipped(STEP, place + ": this STS has no GetCallerIdentity");
      }
      if (answer.statusCode() != HttpURLConnection.HTTP_OK || !arn.find()) {
        return CheckStep.failed(
            STEP,
            place + ": " + sts + " does not know who signs there (" + answer.statusCode() + ")",
            "Look at the endpoint: it must be the STS that gave the sessions");
      }
      return judged(place, role, arn.group(1));
    } catch (IOException | RuntimeException e) {
      return CheckStep.failed(STEP, place + ": " + Words.of(e), "See the executors' logs");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CheckStep.failed(STEP, place + ": interrupted", null);
    }
  }

  private CheckStep judged(String place, Access.Role role, String arn) {
    String session = arn.substring(arn.lastIndexOf('/') + 1);
    String detail = "executors sign for " + place + " as " + arn;
    if (!role.role().isAssumedBy(arn, session)) {
      return CheckStep.failed(
          STEP,
          detail + ", but the route names " + role.role(),
          "Look at which STS endpoint answers");
    }
    String application = cluster.context().applicationId();
    return session.contains(application)
        ? CheckStep.ok(STEP, detail)
        : CheckStep.warning(
            STEP,
            detail + ": the session name does not tell the application " + application,
            "Remove fs.s3a.rolecall.job.id, so that CloudTrail tells which application it was");
  }

  private static String domain(Access.Role role) {
    return role.role().partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  private static SignedQuestion sign(String place, String sts, String region) {
    try (OpenLocation location = OpenLocation.of(JobConf.here(), S3Location.parse(place))) {
      return location.whoAsks(URI.create(sts), region);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> send(SignedQuestion question)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(question.sts().resolve("/"))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(question.body()));
    question.headers().forEach(request::header);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
