package io.rolecall.containers;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.ThreeAccounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * LocalAws for the processes of other containers. It does what lines on its standard input tell:
 * words with a blank between them; and answers each with one line. It needs nothing but the JDK.
 */
public final class AwsInContainer {

  static final int PORT = 9000;

  /** What an answer begins with. */
  static final String OK = "ok ";

  /** What an answer begins with that is none. */
  static final String FAILED = "failed ";

  /** The account of the many buckets, each with a role of its own. */
  private static final String MANY = "444444444444";

  private static final int COUNT = 20;

  private AwsInContainer() {}

  static int buckets() {
    return COUNT;
  }

  /** The name of one of the many buckets. */
  static String bucket(int number) {
    return "many-" + number;
  }

  /** The role for it. */
  static String role(int number) {
    return "arn:aws:iam::" + MANY + ":role/reader-" + number;
  }

  /** The three accounts as builders describe them: here is no command that would write policies. */
  private static LocalAwsBuilder world() {
    String submitter = "arn:aws:iam::" + ThreeAccounts.JOB + ":user/" + ThreeAccounts.SUBMITTER;
    return new LocalAwsBuilder()
        .account(
            ThreeAccounts.JOB,
            account ->
                account
                    .user(ThreeAccounts.SUBMITTER)
                    .bucket(ThreeAccounts.JOB_BUCKET)
                    .role(
                        "job-writer",
                        role -> role.trusts(submitter).readWrite(ThreeAccounts.JOB_BUCKET)))
        .account(
            ThreeAccounts.FLIGHTS,
            account ->
                account
                    .bucket(ThreeAccounts.FLIGHTS_BUCKET)
                    .role(
                        "flights-reader",
                        role ->
                            role.trusts(submitter)
                                .externalId(ThreeAccounts.FLIGHTS_EXTERNAL_ID)
                                .read(ThreeAccounts.FLIGHTS_BUCKET)))
        .account(
            ThreeAccounts.AIRPORTS,
            account ->
                account
                    .bucket(ThreeAccounts.AIRPORTS_BUCKET)
                    .role(
                        "airports-partner",
                        role -> role.trusts(submitter).readWrite(ThreeAccounts.AIRPORTS_BUCKET)))
        .account(
            MANY,
            account ->
                IntStream.range(0, COUNT)
                    .forEach(
                        number ->
                            account
                                .bucket(bucket(number))
                                .role(
                                    "reader-" + number,
                                    role -> role.trusts(submitter).read(bucket(number)))));
  }

  /**
   * Serves until its standard input ends.
   *
   * @param args S3Mock's jar, and the file of the access log
   * @throws IOException if it cannot be started
   */
  public static void main(String[] args) throws IOException {
    try (LocalAws aws =
            world()
                .address(InetAddress.getByName("0.0.0.0"))
                .port(PORT)
                .s3MockJar(Path.of(args[0]))
                .accessLogFile(Path.of(args[1]))
                .start();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(OK);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(answer(aws, line.split(" ")));
      }
    }
  }

  private static String answer(LocalAws aws, String... words) {
    try {
      return OK + answerTo(aws, words);
    } catch (IOException | RuntimeException e) {
      return FAILED + e.toString().replaceAll("\\s+", " ");
    }
  }

  private static String answerTo(LocalAws aws, String... words) throws IOException {
    switch (words[0]) {
      case "put" -> aws.put(words[1], words[2], Base64.getDecoder().decode(words[3]));
      case "sts-latency" -> aws.faults().stsLatency(Duration.parse(words[1]));
      case "get" -> {
        return Base64.getEncoder().encodeToString(aws.get(words[1], words[2]));
      }
      case "list" -> {
        return String.join(" ", aws.list(words[1], words[2]));
      }
      case "key" -> {
        AccessKey key = aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER);
        return key.accessKeyId() + " " + key.secretAccessKey();
      }
      case "secrets" -> {
        return aws.secrets().stream().collect(Collectors.joining(" "));
      }
      default -> throw new IllegalArgumentException("unknown: " + words[0]);
    }
    return "";
  }
}
