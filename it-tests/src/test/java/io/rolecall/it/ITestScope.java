package io.rolecall.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.policy.Questions;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A role that may do everything in two buckets, and routes whose scopes are narrower: what S3A does
 * in them works, and anything else is denied by the session's policy, whoever has the session.
 */
@Tag("suite")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ITestScope {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String ROLE = "arn:aws:iam::222222222222:role/r";
  private static final int PART = 5 * 1024 * 1024;

  /** What policies were asked, by all tests. */
  private static final Questions QUESTIONS = new Questions();

  private static final Set<String> RAN = new TreeSet<>();

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .questions(QUESTIONS)
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("data")
                          .bucket("made")
                          .role(
                              "r",
                              rights -> rights.trusts(ME).readWrite("data").readWrite("made"))));

  @Started private static LocalAws aws;

  @TempDir private java.nio.file.Path local;

  private Configuration conf;
  private FileSystem data;
  private FileSystem made;

  @BeforeEach
  void open() throws IOException {
    for (String bucket : List.of("data", "made")) {
      for (String key : aws.list(bucket, "")) {
        aws.delete(bucket, key);
      }
    }
    for (String key : List.of("in/f", "in2/f", "other/f", "in/secret/f")) {
      aws.put("data", key, key.getBytes(UTF_8));
    }
    conf = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
    conf.set("fs.s3a.multipart.size", String.valueOf(PART));
    conf.set("fs.s3a.multipart.threshold", String.valueOf(PART));
    // With analytics, Hadoop 3.5.0 copies in one request.
    conf.set("fs.s3a.input.stream.type", "classic");
    conf.set(
        "fs.s3a.rolecall.routes",
        """
        {"version": 1, "routes": [
          {"location": "s3a://data/in", "role": "%1$s", "scope": "read"},
          {"location": "s3a://data/in/secret", "role": "%1$s", "users": ["somebody-else"]},
          {"location": "s3a://made/out", "role": "%1$s", "scope": "read-write"},
          {"location": "s3a://made/drop", "role": "%1$s", "duration": "20m", "scope": "write"}]}
        """
            .formatted(ROLE));
    aws.log().clear();
    data = S3Files.open(conf, "data");
    made = S3Files.open(conf, "made");
  }

  @AfterEach
  void close(TestInfo test) throws IOException {
    RAN.add(test.getTestMethod().orElseThrow().getName());
    data.close();
    made.close();
  }

  /** What signed: a session may be of the test before. */
  private static Set<String> sessions() {
    return aws.log()
        .s3()
        .map(entry -> String.valueOf(entry.client().accessKeyId()))
        .collect(Collectors.toSet());
  }

  private static void write(FileSystem fs, String path, int size) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(path), true)) {
      out.write(new byte[size]);
    }
  }

  @Test
  void whatS3aDoesInItsScopesWorks() throws Exception {
    assertThat(S3Files.read(data, "s3a://data/in/f")).isEqualTo("in/f");
    assertThat(data.listStatus(new Path("s3a://data/in"))).isNotEmpty();
    assertThat(data.getFileStatus(new Path("s3a://data/in")).isDirectory()).isTrue();

    // S3 says only to who may list a name that nothing is there.
    assertThat(made.exists(new Path("s3a://made/out"))).isFalse();
    assertThat(made.mkdirs(new Path("s3a://made/out"))).isTrue();

    write(made, "s3a://made/out/small", 4);
    write(made, "s3a://made/out/large", 2 * PART + 1);
    assertThat(aws.log().operation("UploadPart")).hasSize(3);
    assertThat(made.rename(new Path("s3a://made/out/large"), new Path("s3a://made/out/moved")))
        .isTrue();
    assertThat(aws.log().operation("UploadPartCopy")).as("a copy in parts").isNotEmpty();
    assertThat(made.getFileStatus(new Path("s3a://made/out/moved")).getLen())
        .isEqualTo(2 * PART + 1);

    FSDataOutputStream abandoned = made.create(new Path("s3a://made/out/abandoned"), true);
    abandoned.write(new byte[PART + 1]);
    abandoned.abort();
    assertThat(((S3AFileSystem) made).listUploads("out/").hasNext()).isFalse();

    BulkDelete delete = made.createBulkDelete(new Path("s3a://made/out"));
    assertThat(
            delete.bulkDelete(
                List.of(new Path("s3a://made/out/small"), new Path("s3a://made/out/moved"))))
        .isEmpty();
    assertThat(sessions()).as("one session of both").hasSize(1);
    assertThat(aws.log().s3().filter(entry -> entry.status() == 403)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"magic", "directory", "partitioned"})
  void committersWork(String name) throws Exception {
    Path output = new Path("s3a://made/out/" + name);
    conf.set("fs.s3a.committer.name", name);
    conf.set("fs.s3a.committer.staging.conflict-mode", "append");
    conf.set("fs.s3a.committer.staging.tmp.path", local.resolve("cluster").toUri().toString());
    conf.set("fs.s3a.buffer.dir", local.resolve("buffer").toString());
    conf.set("fs.s3a.committer.staging.unique-filenames", "false");
    conf.set(
        "mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    conf.set(FileOutputFormat.OUTDIR, output.toString());
    conf.setInt(MRJobConfig.APPLICATION_ATTEMPT_ID, 1);
    made.mkdirs(output);
    for (boolean fails : List.of(true, false)) {
      TaskAttemptID id =
          new TaskAttemptID(
              new TaskID(new JobID("202601010000", fails ? 1 : 2), TaskType.MAP, 0), 0);
      conf.set(MRJobConfig.TASK_ATTEMPT_ID, id.toString());
      TaskAttemptContext task = new TaskAttemptContextImpl(conf, id);
      PathOutputCommitter committer =
          (PathOutputCommitter) new TextOutputFormat<>().getOutputCommitter(task);
      committer.setupJob(task);
      committer.setupTask(task);
      Path part = new Path(committer.getWorkPath(), "day=1/part-0");
      try (FSDataOutputStream out = part.getFileSystem(conf).create(part, false)) {
        out.write(new byte[PART + 1]);
      }
      committer.commitTask(task);
      if (fails) {
        committer.abortJob(task, JobStatus.State.FAILED);
      } else {
        committer.commitJob(task);
      }
    }
    assertThat(made.getFileStatus(new Path(output, "day=1/part-0")).getLen()).isEqualTo(PART + 1);
    assertThat(((S3AFileSystem) made).listUploads("out/").hasNext()).isFalse();
    assertThat(aws.log().s3().filter(entry -> entry.status() == 403)).isEmpty();
  }

  @Test
  void whatItsRouteOnlyReadsIsNotWritten() {
    assertThatThrownBy(() -> write(data, "s3a://data/in/new", 1))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("because no session policy allows the s3:PutObject action");
    assertThatThrownBy(() -> data.delete(new Path("s3a://data/in/f"), false))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("because no session policy allows the s3:DeleteObject action");
  }

  /** What a job drops it cannot read, not even whether it is there. */
  @Test
  void whatItsRouteOnlyWritesIsNotRead() throws Exception {
    write(made, "s3a://made/drop/f", 2 * PART + 1);
    assertThat(made.listStatusIterator(new Path("s3a://made/drop/")).hasNext()).isTrue();
    FSDataOutputStream abandoned = made.create(new Path("s3a://made/drop/abandoned"), true);
    abandoned.write(new byte[PART + 1]);
    abandoned.abort();
    assertThat(((S3AFileSystem) made).listUploads("drop/").hasNext()).isFalse();
    write(made, "s3a://made/drop/withdrawn", 1);
    BulkDelete delete = made.createBulkDelete(new Path("s3a://made/drop"));
    assertThat(delete.bulkDelete(List.of(new Path("s3a://made/drop/withdrawn")))).isEmpty();
    assertThatThrownBy(() -> S3Files.read(made, "s3a://made/drop/f"))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> made.create(new Path("s3a://made/drop/g"), false))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(S3Files.read(data, "s3a://data/in/f")).isEqualTo("in/f");
    assertThat(sessions()).as("other terms, another session").hasSize(2);
  }

  /** Whoever stole it, or asks past the routes. */
  @Test
  void theSessionItselfReachesNothingElse() throws Exception {
    write(made, "s3a://made/out/f", 1);
    try (S3Client thief = thief()) {
      assertThat(thief.getObjectAsBytes(get -> get.bucket("data").key("in/f")).asUtf8String())
          .isEqualTo("in/f");
      denied("no session policy allows the s3:GetObject", () -> get(thief, "data", "in2/f"));
      denied("no session policy allows the s3:GetObject", () -> get(thief, "data", "other/f"));
      denied("explicit deny in a session policy", () -> get(thief, "data", "in/secret/f"));
      denied("no session policy allows the s3:GetObject", () -> get(thief, "made", "drop/f"));
      denied("no session policy allows the s3:PutObject", () -> put(thief, "data", "in/f"));
      denied("no session policy allows the s3:PutObject", () -> put(thief, "made", "out2/f"));
      denied("no session policy allows the s3:ListBucket", () -> list(thief, "data", "in2"));
      denied("no session policy allows the s3:ListBucket", () -> list(thief, "data", ""));
      denied("explicit deny in a session policy", () -> list(thief, "data", "in/secret/"));
      assertThat(thief.listObjectsV2(list -> list.bucket("data").prefix("in")).contents())
          .as("what only begins like it has its name shown, as the guide says")
          .extracting(S3Object::key)
          .contains("in2/f");
      assertThat(thief.listObjectsV2(list -> list.bucket("data").prefix("in/")).keyCount())
          .isEqualTo(2);
    }
  }

  /** What {@code rolecall credentials} hands to another tool is as narrow. */
  private S3Client thief() throws Exception {
    FinishedProcess result =
        new RolecallScript(local)
            .configuration(conf)
            .run("credentials", "s3a://made/out/f", "--format", "credential-process");
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode session = new JsonMapper().readTree(result.out());
    return S3Client.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(aws.endpoint())
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    session.get("AccessKeyId").asText(),
                    session.get("SecretAccessKey").asText(),
                    session.get("SessionToken").asText())))
        .build();
  }

  private static void get(S3Client s3, String bucket, String key) {
    s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
  }

  private static void put(S3Client s3, String bucket, String key) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("x"));
  }

  private static void list(S3Client s3, String bucket, String prefix) {
    s3.listObjectsV2(list -> list.bucket(bucket).prefix(prefix));
  }

  private static void denied(String by, Runnable request) {
    assertThatThrownBy(request::run).isInstanceOf(S3Exception.class).hasMessageContaining(by);
  }

  @Test
  void aTokensSessionsAreAsNarrow() throws Exception {
    Credentials tokens = new Credentials();
    assertThat(made.addDelegationTokens("renewer", tokens)).hasSize(1);
    UserGroupInformation other = UserGroupInformation.createRemoteUser("other");
    other.addCredentials(tokens);
    Configuration bare = S3Conf.rolecall(aws.endpoint(), "15m");
    aws.log().clear();
    other.doAs(
        (PrivilegedExceptionAction<Void>)
            () -> {
              try (FileSystem bound = S3Files.open(bare, "made")) {
                write(bound, "s3a://made/out/by-token", 1);
                assertThatThrownBy(() -> S3Files.read(bound, "s3a://made/drop/f"))
                    .isInstanceOf(AccessDeniedException.class);
              }
              return null;
            });
    assertThat(aws.log().sts()).isEmpty();
  }

  /** After all others: policies are asked again what those have asked. */
  @Test
  @Order(Integer.MAX_VALUE)
  void noSessionMayDoWhatNobodyNeedsButForWhatTheGuideLists() throws Exception {
    assumeThat(RAN)
        .contains(
            "whatS3aDoesInItsScopesWorks",
            "committersWork",
            "whatItsRouteOnlyReadsIsNotWritten",
            "whatItsRouteOnlyWritesIsNotRead",
            "theSessionItselfReachesNothingElse");
    UnusedStatements unused = new UnusedStatements("scopes", QUESTIONS);
    List<String> policies =
        QUESTIONS.all().stream()
            .map(Question::sessionPolicy)
            .filter(policy -> !policy.isEmpty())
            .distinct()
            .sorted()
            .toList();
    assertThat(policies).as("of the routes with these terms, and with others").hasSize(2);
    for (String policy : policies) {
      unused.ofSessions(
          policy.contains("made/drop") ? "`write`" : "`read` and `read-write`", policy);
    }
    unused.areThoseOfTheGuide();
  }

  @Test
  void stsMayHaveLessSpaceThanThePolicyNeeds() {
    aws.faults().packedPolicyCharacters(300);
    try {
      Configuration fresh = new Configuration(conf);
      fresh.set("fs.s3a.rolecall.job.id", "another-job");
      assertThatThrownBy(
              () -> {
                try (FileSystem fs = S3Files.open(fresh, "made")) {
                  write(fs, "s3a://made/out/f", 1);
                }
              })
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("PackedPolicyTooLarge")
          .hasMessageContaining("give some routes another role, or set their scope to 'role'");
    } finally {
      aws.faults().packedPolicyCharacters(0);
    }
  }
}
