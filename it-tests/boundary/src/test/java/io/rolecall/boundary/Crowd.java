package io.rolecall.boundary;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.RoutesJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many roles: a bucket with a role for each of a thousand prefixes, and one with roles whose STS
 * answers when {@link #gate} opens.
 */
final class Crowd implements AutoCloseable {

  static final int PREFIXES = 1000;

  /** More than any pool of Rolecall's has threads. */
  static final int HANGING = 40;

  private static final String ACCOUNT = "222222222222";
  private static final String OPERATOR_ARN = "arn:aws:iam::111111111111:user/operator";
  private static final String SLOW = "slow";
  private static final String CROWD = "crowd";

  private final LocalAws aws;
  private final StsGate gate;
  private final StsGate counter;
  private final Application application;

  private Crowd(LocalAws aws, StsGate gate, StsGate counter, Application application) {
    this.aws = aws;
    this.gate = gate;
    this.counter = counter;
    this.application = application;
  }

  static Crowd start() throws IOException, InterruptedException {
    List<String> slow = names("slow-", HANGING + 2);
    List<String> crowd = names("crowd-", PREFIXES);
    LocalAws aws =
        new LocalAwsBuilder()
            .account("111111111111", account -> account.user("operator"))
            .account(
                ACCOUNT,
                account -> {
                  account.bucket(SLOW).bucket(CROWD).bucket("fine");
                  account.role("fine", role -> role.trusts(OPERATOR_ARN).readWrite("fine"));
                  account.role("also", role -> role.trusts(OPERATOR_ARN).readWrite(SLOW, "also"));
                  slow.forEach(
                      name ->
                          account.role(name, role -> role.trusts(OPERATOR_ARN).read(SLOW, name)));
                  crowd.forEach(
                      name ->
                          account.role(name, role -> role.trusts(OPERATOR_ARN).read(CROWD, name)));
                })
            .start();
    for (String location :
        Stream.of(
                slow.stream().map(name -> SLOW + "/" + name),
                crowd.stream().limit(500).map(name -> CROWD + "/" + name),
                Stream.of("fine/", "slow/also"))
            .flatMap(each -> each)
            .toList()) {
      String[] parts = location.split("/", 2);
      aws.put(
          parts[0],
          parts[1].isEmpty() ? "file" : parts[1] + "/file",
          location.getBytes(StandardCharsets.UTF_8));
    }
    StsGate gate = new StsGate(aws.endpoint());
    StsGate counter = new StsGate(aws.endpoint());
    counter.open();
    Path routes = Files.createTempFile("routes", ".json");
    Files.writeString(routes, routes(slow, gate.endpoint(), crowd, counter.endpoint()));
    Application application =
        Application.start(
            aws.endpoint(),
            aws.credentialsOf("111111111111", "operator"),
            "crowd",
            Map.of(
                "spark.master",
                "local-cluster[2," + (HANGING + 4) / 2 + ",1024]",
                "spark.hadoop.fs.s3a.rolecall.session.wait",
                "5m",
                "spark.hadoop.fs.s3a.rolecall.routes.file",
                routes.toUri().toString()));
    return new Crowd(aws, gate, counter, application);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(number -> prefix + number).toList();
  }

  private static String routes(List<String> slow, URI gate, List<String> crowd, URI counter) {
    RoutesJson routes =
        new RoutesJson().role("s3a://fine", arn("fine")).role("s3a://slow/also", arn("also"));
    slow.forEach(
        name -> routes.role("s3a://slow/" + name, arn(name)).field("stsEndpoint", gate.toString()));
    crowd.forEach(
        name ->
            routes.role("s3a://crowd/" + name, arn(name)).field("stsEndpoint", counter.toString()));
    return routes.toString();
  }

  static String arn(String role) {
    return "arn:aws:iam::" + ACCOUNT + ":role/" + role;
  }

  static String slow(int number) {
    return "s3a://slow/slow-" + number + "/file";
  }

  static String prefix(int number) {
    return "s3a://crowd/crowd-" + number + "/file";
  }

  LocalAws aws() {
    return aws;
  }

  /** Opens when the roles that hang have been seen to. */
  StsGate gate() {
    return gate;
  }

  /** Is open at first, and counts the calls for the prefixes' roles. */
  StsGate counter() {
    return counter;
  }

  Application application() {
    return application;
  }

  /** The roles of the thousand that have been assumed, once for each time. */
  List<String> assumedOfTheCrowd() {
    return aws.log()
        .operation("AssumeRole")
        .map(Entry::roleRequest)
        .map(request -> Objects.requireNonNull(request).roleArn())
        .filter(arn -> arn.contains(":role/crowd-"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    application.close();
    gate.close();
    counter.close();
    aws.close();
  }
}
