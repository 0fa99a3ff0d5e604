package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rolecall.client.RoutedClients;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccountBuilder;
import io.rolecall.localaws.s3.S3MockProcess;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What {@code rolecall iam} writes is enough for the quick start's routes and a chain, and no
 * statement of it is too much or too little: here are accounts that have these documents and
 * nothing else.
 */
class ITestIamPolicies {

  private static final String SUBMITTER =
      "arn:aws:iam::" + ThreeAccounts.JOB + ":user/" + ThreeAccounts.SUBMITTER;
  private static final String HUB = "arn:aws:iam::" + ThreeAccounts.JOB + ":role/hub";
  private static final String LENT = "arn:aws:iam::" + ThreeAccounts.AIRPORTS + ":role/lent";
  private static final List<String> LOCATIONS =
      List.of(
          "s3a://" + ThreeAccounts.JOB_BUCKET + "/x",
          "s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/x",
          "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/x",
          "s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/lent/to us/x");

  private static S3MockProcess store;

  @TempDir java.nio.file.Path scratch;

  @BeforeAll
  static void start() throws IOException {
    store = S3MockProcess.start(S3MockProcess.besideLocalAws());
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  private static String routes() {
    return """
    {"version": 1, "routes": [
      {"location": "s3a://%s", "role": "%s"},
      {"location": "s3a://%s", "role": "%s", "externalId": "%s"},
      {"location": "s3a://%s", "role": "%s"},
      {"location": "s3a://%s/lent/to us", "tags": {"team": "{user}"}, "sourceIdentity": "{user}",
       "roles": [{"role": "%s"}, {"role": "%s"}]}]}
    """
        .formatted(
            ThreeAccounts.JOB_BUCKET,
            ThreeAccounts.JOB_ROLE,
            ThreeAccounts.FLIGHTS_BUCKET,
            ThreeAccounts.FLIGHTS_ROLE,
            ThreeAccounts.FLIGHTS_EXTERNAL_ID,
            ThreeAccounts.AIRPORTS_BUCKET,
            ThreeAccounts.AIRPORTS_ROLE,
            ThreeAccounts.AIRPORTS_BUCKET,
            HUB,
            LENT);
  }

  private JsonNode written() throws Exception {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.routes", routes());
    FinishedProcess result =
        new RolecallScript(scratch)
            .configuration(conf)
            .run("iam", "--principal", SUBMITTER, "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    return new JsonMapper().readTree(result.out()).get("accounts");
  }

  @Test
  void whatIsWrittenIsEnough() throws Exception {
    JsonNode accounts = written();
    assertThatCode(() -> useAllLocations(accounts)).doesNotThrowAnyException();
  }

  @Test
  void eachStatementIsNeeded() throws Exception {
    JsonNode accounts = written();
    int statements = statements(accounts).stream().mapToInt(ArrayNode::size).sum();
    assertThat(statements).isGreaterThan(20);
    int denials = 0;
    for (int i = 0; i < statements; i++) {
      JsonNode fewer = accounts.deepCopy();
      JsonNode removed = remove(fewer, i);
      if (removed.get("Effect").asText().equals("Deny")) {
        denials++;
      } else {
        assertThatThrownBy(() -> useAllLocations(fewer))
            .as("without " + removed)
            .isInstanceOf(AccessDeniedException.class);
      }
    }
    assertThat(denials).as("the next test has these").isEqualTo(2);
  }

  /** By a client whose routes do not know of the chain's location. */
  @Test
  void whatIsAnothersBelowALocationIsDenied() throws Exception {
    JsonNode accounts = written();
    assertThat(reached(accounts)).isEmpty();
    assertThat(reached(withoutDenial(accounts, "s3:PutObject"))).containsExactly("put");
    assertThat(reached(withoutDenial(accounts, "s3:ListBucket"))).containsExactly("list");
  }

  private static JsonNode withoutDenial(JsonNode accounts, String action) {
    JsonNode fewer = accounts.deepCopy();
    for (ArrayNode list : statements(fewer)) {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (list.get(i).get("Effect").asText().equals("Deny")
            && list.get(i).get("Action").toString().contains(action)) {
          list.remove(i);
        }
      }
    }
    return fewer;
  }

  /** What the role of the whole bucket may do at the chain's location. */
  private static List<String> reached(JsonNode accounts) throws IOException {
    List<String> reached = new ArrayList<>();
    try (LocalAws aws = world(accounts)) {
      Configuration conf = S3Conf.rolecall(aws.endpoint(), "15m");
      S3Conf.baseIdentity(conf, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
      conf.set(
          "fs.s3a.bucket." + ThreeAccounts.AIRPORTS_BUCKET + ".assumed.role.arn",
          ThreeAccounts.AIRPORTS_ROLE);
      S3ClientBuilder builder =
          S3Client.builder()
              .region(Region.US_EAST_1)
              .endpointOverride(aws.endpoint())
              .forcePathStyle(true);
      try (S3Client s3 = RoutedClients.s3(builder, conf)) {
        String bucket = ThreeAccounts.AIRPORTS_BUCKET;
        s3.putObject(put -> put.bucket(bucket).key("own"), RequestBody.fromString("x"));
        tryTo(
            reached,
            "put",
            () ->
                s3.putObject(
                    put -> put.bucket(bucket).key("lent/to us/x"), RequestBody.fromString("x")));
        tryTo(
            reached,
            "list",
            () -> s3.listObjectsV2(list -> list.bucket(bucket).prefix("lent/to us/")));
      }
    }
    return reached;
  }

  private static void tryTo(List<String> reached, String what, Runnable request) {
    try {
      request.run();
      reached.add(what);
    } catch (S3Exception e) {
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    }
  }

  /** Every list of statements. */
  private static List<ArrayNode> statements(JsonNode accounts) {
    List<ArrayNode> lists = new ArrayList<>();
    accounts.findValues("Statement").forEach(list -> lists.add((ArrayNode) list));
    return lists;
  }

  private static JsonNode remove(JsonNode accounts, int index) {
    int left = index;
    for (ArrayNode list : statements(accounts)) {
      if (left < list.size()) {
        return list.remove(left);
      }
      left -= list.size();
    }
    throw new AssertionError("no statement " + index);
  }

  /** Writes, reads, lists and deletes at each location, and looks for uploads, as committers do. */
  private static void useAllLocations(JsonNode accounts) throws IOException {
    try (LocalAws aws = world(accounts)) {
      Configuration conf = S3Conf.rolecall(aws.endpoint(), "15m");
      S3Conf.baseIdentity(conf, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
      conf.set("fs.s3a.rolecall.routes", routes());
      for (String location : LOCATIONS) {
        Path path = new Path(location);
        try (FileSystem fs = S3Files.open(conf, path.toUri().getHost())) {
          try (FSDataOutputStream out = fs.create(path, true)) {
            out.write("text".getBytes(StandardCharsets.UTF_8));
          }
          fs.open(path).close();
          fs.listStatus(path.getParent());
          fs.delete(path, false);
          String parent = path.getParent().toUri().getPath().substring(1);
          ((S3AFileSystem) fs).listUploads(parent.isEmpty() ? null : parent + "/").hasNext();
        }
      }
    }
  }

  private static LocalAws world(JsonNode accounts) throws IOException {
    LocalAwsBuilder world = new LocalAwsBuilder().backEnd(store.uri());
    for (JsonNode account : accounts) {
      world.account(account.get("account").asText(), builder -> describe(account, builder));
    }
    return world.start();
  }

  private static void describe(JsonNode account, AccountBuilder builder) {
    builder.bucket(
        switch (account.get("account").asText()) {
          case ThreeAccounts.JOB -> ThreeAccounts.JOB_BUCKET;
          case ThreeAccounts.FLIGHTS -> ThreeAccounts.FLIGHTS_BUCKET;
          default -> ThreeAccounts.AIRPORTS_BUCKET;
        });
    for (JsonNode role : account.get("roles")) {
      builder.role(
          role.get("role").asText().replaceFirst(".*:role/", ""),
          described -> {
            described.stsByPolicy();
            if (isThere(role.get("trustPolicy"))) {
              described.trustPolicy(role.get("trustPolicy").toString());
            }
            if (isThere(role.get("permissions"))) {
              described.policy(role.get("permissions").toString());
            }
          });
    }
    JsonNode base = account.get("baseIdentity");
    if (base != null) {
      builder.user(
          ThreeAccounts.SUBMITTER,
          user -> {
            user.stsByPolicy();
            if (isThere(base.get("permissions"))) {
              user.policy(base.get("permissions").toString());
            }
          });
    }
  }

  private static boolean isThere(JsonNode policy) {
    return policy != null && !policy.get("Statement").isEmpty();
  }
}
