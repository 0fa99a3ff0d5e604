package io.rolecall.localaws;

import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.iam.Account;
import io.rolecall.localaws.iam.Role;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Serves a sample world of three accounts to any client, until it is killed. */
public final class LocalAwsMain {
  private static final String USAGE =
      "usage: LocalAwsMain [--port PORT] [--s3mock-jar JAR] [--access-log FILE]";

  private LocalAwsMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    LocalAwsBuilder builder = SampleWorld.describe(new LocalAwsBuilder());
    try {
      configure(builder, args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
    }
    LocalAws aws = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(aws), "localaws-close"));
    aws.put("sales-data", "orders.csv", "id,amount\n1,9.50\n".getBytes(StandardCharsets.UTF_8));
    describe(aws, System.out);
    new CountDownLatch(1).await();
  }

  private static void configure(LocalAwsBuilder builder, String... args) {
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("no value for " + args[i]);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--port" -> builder.port(port(value));
        case "--s3mock-jar" -> builder.s3MockJar(Path.of(value));
        case "--access-log" -> builder.accessLogFile(Path.of(value));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a port: " + text, e);
    }
  }

  private static void describe(LocalAws aws, PrintStream out) {
    URI endpoint = aws.endpoint();
    AccessKey key = aws.credentialsOf(SampleWorld.JOBS, SampleWorld.USER);
    out.println("LocalAws serves S3 and STS at " + endpoint);
    out.println();
    aws.world().accounts().forEach(account -> describe(account, out));
    out.println();
    out.println("export AWS_ENDPOINT_URL=" + endpoint);
    out.println("export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1");
    out.println("export AWS_ACCESS_KEY_ID=" + key.accessKeyId());
    out.println("export AWS_SECRET_ACCESS_KEY=" + key.secretAccessKey());
    out.println("aws sts get-caller-identity");
    out.println("aws s3 ls s3://job-logs/");
    out.println("aws s3 ls s3://sales-data/   # denied: assume the role first");
    out.println(
        "aws sts assume-role --role-session-name me --role-arn arn:aws:iam::"
            + SampleWorld.SALES
            + ":role/sales-reader");
    out.println();
  }

  private static void describe(Account account, PrintStream out) {
    out.println("account " + account.id());
    account.buckets().forEach(bucket -> out.println("  bucket s3://" + bucket));
    account.users().values().forEach(user -> out.println("  user   " + user.arn()));
    for (Role role : account.roles().values()) {
      boolean demands = role.arn().equals(SampleWorld.WITH_EXTERNAL_ID);
      String demand = demands ? ", external id " + SampleWorld.EXTERNAL_ID : "";
      out.println("  role   " + role.arn() + demand);
    }
  }

  private static void close(LocalAws aws) {
    try {
      aws.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
