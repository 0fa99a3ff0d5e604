package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rolecall.client.RoutedClients;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Policies;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyKind;
import io.rolecall.localaws.policy.Questions;
import io.rolecall.localaws.policy.RequestContext;
import io.rolecall.localaws.policy.Requester;
import io.rolecall.localaws.s3.S3MockProcess;
import io.rolecall.quickstart.OwnersDocuments;
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
import org.apache.hadoop.security.UserGroupInformation;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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

  private OwnersDocuments written(String routes, String... options) throws Exception {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.routes", routes);
    List<String> arguments = new ArrayList<>(List.of("iam", "--principal", SUBMITTER, "--json"));
    arguments.addAll(List.of(options));
    FinishedProcess result =
        new RolecallScript(scratch).configuration(conf).run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return OwnersDocuments.of(result.out());
  }

  @Test
  void whatIsWrittenIsEnough() throws Exception {
    OwnersDocuments documents = written(routes());
    assertThatCode(() -> use(documents, routes(), LOCATIONS)).doesNotThrowAnyException();
  }

  @Tag("suite")
  @Test
  void eachStatementIsNeeded() throws Exception {
    OwnersDocuments documents = written(routes());
    List<String> statements = documents.statements();
    assertThat(statements).hasSizeGreaterThan(18);
    assertThat(eachIsNeeded(documents, routes(), LOCATIONS))
        .as("denials, which the next test has")
        .isEqualTo(2);
  }

  /** Each action on each resource that they name, but for what the guide lists. */
  @Tag("suite")
  @Test
  void eachActionOnEachResourceIsNeeded() throws Exception {
    OwnersDocuments documents = written(routes());
    Questions questions = new Questions();
    use(documents, routes(), LOCATIONS, "job", questions);
    new UnusedStatements("chain", questions).ofOwners(documents.json()).areThoseOfTheGuide();
  }

  /** How many of the statements deny something; without any of the others, access is denied. */
  private static int eachIsNeeded(
      OwnersDocuments documents, String routes, List<String> locations) {
    int denials = 0;
    List<String> statements = documents.statements();
    for (int i = 0; i < statements.size(); i++) {
      OwnersDocuments fewer = documents.without(i);
      String statement = statements.get(i);
      if (statement.contains("\"Deny\"")) {
        denials++;
        continue;
      }
      AbstractThrowableAssert<?, ?> denied =
          assertThatThrownBy(() -> use(fewer, routes, locations))
              .as("without " + statement)
              .isInstanceOf(AccessDeniedException.class);
      if (isTrust(statement)) {
        denied.hasMessageContaining("As the route is, its trust policy needs " + statement);
      }
    }
    return denials;
  }

  /** One that a message shows as it is: an external id is left out. */
  private static boolean isTrust(String statement) {
    return statement.contains("\"Principal\"")
        && statement.contains("\"sts:")
        && !statement.contains("sts:ExternalId");
  }

  /** The bucket's policy and the role's permissions, each of their statements. */
  @Tag("suite")
  @Test
  void aBucketOfAnotherAccountNeedsBothSides() throws Exception {
    String routes =
        """
        {"version": 1, "routes": [
          {"location": "s3a://%s/lent", "role": "%s"}]}
        """
            .formatted(ThreeAccounts.AIRPORTS_BUCKET, ThreeAccounts.JOB_ROLE);
    List<String> locations = List.of("s3a://" + ThreeAccounts.AIRPORTS_BUCKET + "/lent/x");
    OwnersDocuments documents =
        written(routes, "--bucket=" + ThreeAccounts.AIRPORTS_BUCKET + "=" + ThreeAccounts.AIRPORTS);
    Questions questions = new Questions();
    assertThatCode(() -> use(documents, routes, locations, "job", questions))
        .doesNotThrowAnyException();
    assertThat(documents.statements()).as("trust, and four on each side").hasSize(9);
    assertThat(eachIsNeeded(documents, routes, locations)).isZero();
    new UnusedStatements("foreign bucket", questions)
        .ofOwners(documents.json())
        .areThoseOfTheGuide();
  }

  /** LocalAws's evaluation alone: its store keeps no keys. */
  @Test
  void aKeyOfAnotherAccountNeedsBothSides() throws Exception {
    String routes =
        """
        {"version": 1, "routes": [{"location": "s3a://%s", "role": "%s"}]}
        """
            .formatted(ThreeAccounts.JOB_BUCKET, ThreeAccounts.JOB_ROLE);
    String key = "arn:aws:kms:eu-west-1:" + ThreeAccounts.AIRPORTS + ":key/k1";
    JsonNode accounts =
        new JsonMapper()
            .readTree(written(routes, "--key=" + ThreeAccounts.JOB_BUCKET + "=" + key).json())
            .get("accounts");
    PolicyDocument ofRole =
        PolicyDocument.parse(PolicyKind.IDENTITY, accounts.at("/0/roles/0/permissions").toString());
    PolicyDocument ofKey =
        PolicyDocument.parse(
            PolicyKind.BUCKET,
            "{\"Version\": \"2012-10-17\", \"Statement\": "
                + accounts.at("/1/keys/0/statements")
                + "}");
    assertThat(accounts.at("/1/keys/0/key").asText()).isEqualTo(key);
    for (String action : List.of("kms:Decrypt", "kms:GenerateDataKey")) {
      assertThat(mayUse(ofRole, ofKey, action, key)).isTrue();
      assertThat(mayUse(PolicyDocument.empty(), ofKey, action, key)).isFalse();
      assertThat(mayUse(ofRole, PolicyDocument.empty(), action, key)).isFalse();
      assertThat(mayUse(ofRole, ofKey, action, key + "2")).isFalse();
    }
    assertThat(mayUse(ofRole, ofKey, "kms:ScheduleKeyDeletion", key)).isFalse();
  }

  private static boolean mayUse(
      PolicyDocument ofRole, PolicyDocument ofKey, String action, String key) {
    Requester session =
        Requester.session(
            ThreeAccounts.JOB,
            ThreeAccounts.JOB_ROLE,
            "arn:aws:sts::" + ThreeAccounts.JOB + ":assumed-role/job-writer/job",
            RequestContext.empty());
    return new Policies(ofRole, null, null)
        .acrossAccounts(ofKey, AccessRequest.of(action, key).by(session))
        .isAllowed();
  }

  @Test
  void whoOnlyReadsCannotWrite() throws Exception {
    OwnersDocuments documents = written(routes(), "--read=s3a://" + ThreeAccounts.FLIGHTS_BUCKET);
    assertThatThrownBy(() -> use(documents, routes(), LOCATIONS))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3:PutObject")
        .hasMessageContaining(ThreeAccounts.FLIGHTS_BUCKET);
  }

  /** By a client whose routes do not know of the chain's location. */
  @Test
  void whatIsAnothersBelowALocationIsDenied() throws Exception {
    OwnersDocuments documents = written(routes());
    assertThat(reached(documents)).isEmpty();
    assertThat(reached(withoutDenial(documents, "s3:PutObject"))).containsExactly("put");
    assertThat(reached(withoutDenial(documents, "s3:ListBucket"))).containsExactly("list");
  }

  /** Another job of the same role goes on; and without the policies, the first one works again. */
  @Tag("suite")
  @Test
  void aRevokedJobIsDenied() throws Exception {
    OwnersDocuments documents = written(routes());
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.routes", routes());
    FinishedProcess result =
        new RolecallScript(scratch)
            .configuration(conf)
            .run("iam", "revoke", "--job=app-1", "--user=" + user(), "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode revoked = new JsonMapper().readTree(result.out()).get("roles");
    List<String> location = LOCATIONS.subList(0, 1);

    OwnersDocuments all = with(documents, revoked, true);
    assertThatThrownBy(() -> use(all, routes(), location, "app-1"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("STS refused " + ThreeAccounts.JOB_ROLE);
    OwnersDocuments permissions = with(documents, revoked, false);
    assertThatThrownBy(() -> use(permissions, routes(), location, "app-1"))
        .as("with a session that there is")
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("with an explicit deny in an identity-based policy");
    assertThatCode(() -> use(all, routes(), location, "app-10")).doesNotThrowAnyException();
    assertThatCode(() -> use(documents, routes(), location, "app-1")).doesNotThrowAnyException();
  }

  private static String user() throws IOException {
    return UserGroupInformation.getCurrentUser().getShortUserName();
  }

  /** What owners have after they have added what revokes a job. */
  private static OwnersDocuments with(OwnersDocuments documents, JsonNode revoked, boolean trustToo)
      throws IOException {
    JsonNode whole = new JsonMapper().readTree(documents.json());
    for (JsonNode end : revoked) {
      for (JsonNode role : whole.findParents("trustPolicy")) {
        if (role.get("role").equals(end.get("role"))) {
          ArrayNode trust = (ArrayNode) role.at("/trustPolicy/Statement");
          end.get("trust").forEach(statement -> addIf(trustToo, trust, statement));
          ArrayNode permissions = (ArrayNode) role.at("/permissions/Statement");
          end.at("/permissions/Statement").forEach(permissions::add);
        }
      }
    }
    return OwnersDocuments.of(whole.toString());
  }

  private static void addIf(boolean wanted, ArrayNode statements, JsonNode statement) {
    if (wanted) {
      statements.add(statement);
    }
  }

  private static OwnersDocuments withoutDenial(OwnersDocuments documents, String action) {
    OwnersDocuments fewer = documents;
    for (int i = documents.statements().size() - 1; i >= 0; i--) {
      String statement = documents.statements().get(i);
      if (statement.contains("\"Deny\"") && statement.contains(action)) {
        fewer = fewer.without(i);
      }
    }
    return fewer;
  }

  /** What the role of the whole bucket may do at the chain's location. */
  private static List<String> reached(OwnersDocuments documents) throws IOException {
    List<String> reached = new ArrayList<>();
    try (LocalAws aws = start(documents, new Questions())) {
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

  /** Writes, reads, lists and deletes at each location, and looks for uploads, as committers do. */
  private static void use(OwnersDocuments documents, String routes, List<String> locations)
      throws IOException {
    use(documents, routes, locations, "job");
  }

  private static void use(
      OwnersDocuments documents, String routes, List<String> locations, String job)
      throws IOException {
    use(documents, routes, locations, job, new Questions());
  }

  private static void use(
      OwnersDocuments documents,
      String routes,
      List<String> locations,
      String job,
      Questions questions)
      throws IOException {
    try (LocalAws aws = start(documents, questions)) {
      Configuration conf = S3Conf.rolecall(aws.endpoint(), "15m");
      S3Conf.baseIdentity(conf, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
      conf.set("fs.s3a.rolecall.routes", routes);
      conf.set("fs.s3a.rolecall.job.id", job);
      for (String location : locations) {
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

  private static LocalAws start(OwnersDocuments documents, Questions questions) throws IOException {
    return ThreeAccounts.world(documents).backEnd(store.uri()).questions(questions).start();
  }
}
