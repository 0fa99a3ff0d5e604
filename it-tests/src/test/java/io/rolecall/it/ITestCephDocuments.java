package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.http.SdkHttpMethod.DELETE;
import static software.amazon.awssdk.http.SdkHttpMethod.GET;
import static software.amazon.awssdk.http.SdkHttpMethod.POST;
import static software.amazon.awssdk.http.SdkHttpMethod.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolecall.ceph.CephRgw;
import io.rolecall.ceph.RgwAccounts;
import io.rolecall.ceph.WithCeph;
import io.rolecall.localaws.Clients;
import io.rolecall.localaws.ComparedStore;
import io.rolecall.localaws.ComparedStore.Reply;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.OwnersDocuments;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.RoutesJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The documents that {@code rolecall iam} writes, in accounts of LocalAws, which takes them as AWS
 * does, and of Ceph's gateway. Where these answer otherwise, the guide says it in a table, to which
 * this test holds it.
 */
@WithCeph
class ITestCephDocuments {

  private static final String HEADING =
      "| by the documents of `rolecall iam` | AWS (LocalAws) | Ceph |";
  private static final String MINE = "121212121212";
  private static final String THEIRS = "343434343434";
  private static final String ME = "arn:aws:iam::" + MINE + ":user/submitter";
  private static final String EXTERNAL_ID = "partner-7";
  private static final String TAKEN = "taken";
  private static final String REFUSED = "refused as malformed";

  @TempDir private static java.nio.file.Path scratch;

  private static OwnersDocuments documents;
  private static JsonNode revocation;
  private static CephFixture ceph;
  private static RgwAccounts accounts;
  private static AwsCredentials stranger;
  private static AwsCredentials owner;
  private static final Map<String, String> CREATED = new LinkedHashMap<>();

  private static String arn(String role) {
    return "arn:aws:iam::" + THEIRS + ":role/" + role;
  }

  /** Prefixes of one bucket, and another bucket as a whole. */
  private static String routes() {
    return new RoutesJson()
        .role("s3a://data/in", arn("reader"))
        .field("scope", "read")
        .role("s3a://data/in/closed", arn("closed"))
        .field("scope", "read")
        .role("s3a://data/out", arn("writer"))
        .field("scope", "read-write")
        .role("s3a://data/asked", arn("asked"))
        .field("externalId", EXTERNAL_ID)
        .role("s3a://data/named", arn("named"))
        .field("sourceIdentity", "{user}")
        .role("s3a://data/tagged", arn("tagged"))
        .field("tags", "{}")
        .role("s3a://data/keyed", arn("keyed"))
        .field("scope", "read")
        .field("kmsKeys", List.of("arn:aws:kms:us-east-1:" + THEIRS + ":key/k1"))
        .role("s3a://whole", arn("whole"))
        .field("scope", "read-write")
        .toString()
        .replace("\"{}\"", "{\"team\":\"a\"}");
  }

  private static JsonNode command(String... arguments) throws IOException, InterruptedException {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.routes", routes());
    FinishedProcess result = new RolecallScript(scratch).configuration(conf).run(arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return new JsonMapper().readTree(result.out());
  }

  @BeforeAll
  static void setThemOnTheGateway(CephRgw gateway) throws Exception {
    documents = OwnersDocuments.of(command("iam", "--principal", ME, "--json").toString());
    revocation = command("iam", "revoke", "--job=app-1", "--user=submitter", "--json").get("roles");
    accounts = new RgwAccounts(gateway);
    AccessKey me = accounts.user(MINE, "submitter");
    stranger = Clients.credentials(accounts.user(MINE, "stranger"));
    AccessKey ownersKey = accounts.user(THEIRS, "owner");
    owner = Clients.credentials(ownersKey);
    ceph = new CephFixture(gateway, accounts, me, MINE, THEIRS);
    ceph.createBucket(ownersKey, "data");
    ceph.createBucket(ownersKey, "whole");
    for (JsonNode role : roles()) {
      CREATED.put(name(role), create(role));
    }
  }

  private static List<JsonNode> roles() throws IOException {
    return new JsonMapper().readTree(documents.json()).findParents("trustPolicy");
  }

  private static String name(JsonNode role) {
    return role.get("role").asText().replaceFirst(".*/", "");
  }

  private static JsonNode of(String role, Iterable<JsonNode> roles) {
    for (JsonNode each : roles) {
      if (name(each).equals(role)) {
        return each;
      }
    }
    throw new AssertionError("nothing for " + role);
  }

  /** Whether the gateway takes both documents of a role. */
  private static String create(JsonNode role) {
    try {
      accounts.createRole(THEIRS, name(role), role.get("trustPolicy").toString());
      accounts.putPolicy(THEIRS, name(role), "rolecall", role.get("permissions").toString());
      return TAKEN;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("radosgw-admin");
      return REFUSED;
    }
  }

  /** The owner of the roles, who can set further documents. */
  private interface RolesOwner {
    void updateTrust(String role, String json) throws IOException;

    void put(String role, String json) throws IOException;
  }

  private static final RolesOwner ON_CEPH =
      new RolesOwner() {
        @Override
        public void updateTrust(String role, String json) throws IOException {
          accounts.updateTrust(THEIRS, role, json);
        }

        @Override
        public void put(String role, String json) throws IOException {
          accounts.putPolicy(THEIRS, role, "revoked", json);
        }
      };

  private static RolesOwner of(LocalAws aws) {
    return new RolesOwner() {
      @Override
      public void updateTrust(String role, String json) {
        aws.policiesOf(arn(role)).updateTrust(json);
      }

      @Override
      public void put(String role, String json) {
        aws.policiesOf(arn(role)).put("revoked", json);
      }
    };
  }

  @Test
  void theGuideTellsWhereTheDocumentsMeanSomethingElse() throws Exception {
    Map<String, String> onCeph =
        answers(
            new ComparedStore(ceph.gateway().endpoint(), Clients.credentials(ceph.me()), THEIRS),
            stranger,
            owner,
            ON_CEPH,
            CREATED);
    Map<String, String> onAws;
    try (LocalAws aws =
        new LocalAwsBuilder()
            .account(
                MINE,
                account -> {
                  documents.describe(MINE, List.of(), account);
                  account.user("stranger");
                })
            .account(
                THEIRS,
                account -> {
                  documents.describe(THEIRS, List.of("data", "whole"), account);
                  account.user("owner", user -> user.readWrite("data").readWrite("whole"));
                })
            .start()) {
      onAws =
          answers(
              new ComparedStore(
                  aws.endpoint(),
                  Clients.credentials(aws.credentialsOf(MINE, "submitter")),
                  THEIRS),
              Clients.credentials(aws.credentialsOf(MINE, "stranger")),
              Clients.credentials(aws.credentialsOf(THEIRS, "owner")),
              of(aws),
              Map.of());
    }
    List<String> table = new ArrayList<>(List.of(HEADING, "|---|---|---|"));
    onAws.forEach(
        (request, answer) -> {
          String other = onCeph.get(request);
          table.add(
              "| %s | %s | %s |"
                  .formatted(request, answer, answer.equals(other) ? "the same" : other));
        });
    table.forEach(System.out::println);
    assertThat(guide()).isEqualTo(table);
  }

  private static List<String> guide() throws IOException {
    List<String> lines =
        Files.readAllLines(Workplace.ofThisProject().root().resolve("docs/guides/ceph.md"));
    int start = lines.indexOf(HEADING);
    assertThat(start).as("where the guide has '%s'", HEADING).isNotNegative();
    return lines.subList(start, lines.size()).stream()
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  /** What is answered to whom, by what was set. */
  private static Map<String, String> answers(
      ComparedStore store,
      AwsCredentials stranger,
      AwsCredentials owner,
      RolesOwner roles,
      Map<String, String> created)
      throws IOException {
    for (String key : List.of("in/f", "in/closed/f", "in2/f", "out/f")) {
      assertThat(store.ask(owner, PUT, "/data/" + key, key).text()).isEqualTo("200");
    }
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("role with a trust policy", created.getOrDefault("reader", TAKEN));
    answers.put("the same with an external id", created.getOrDefault("asked", TAKEN));
    answers.put("the same with `sts:SetSourceIdentity`", created.getOrDefault("named", TAKEN));
    answers.put("the same with `sts:TagSession`", created.getOrDefault("tagged", TAKEN));
    answers.put("permissions with `kms:Decrypt`", created.getOrDefault("keyed", TAKEN));
    assumptions(answers, store, stranger);
    prefixes(answers, store);
    whole(answers, store);
    revoked(answers, store, roles);
    return answers;
  }

  private static void assumptions(
      Map<String, String> answers, ComparedStore store, AwsCredentials stranger) {
    answers.put(
        "AssumeRole by the base identity",
        store.assume(store.user(), arn("reader"), "job", Map.of()).text());
    answers.put(
        "AssumeRole by another user of its account",
        store.assume(stranger, arn("reader"), "job", Map.of()).text());
    answers.put(
        "AssumeRole with the external id",
        store.assume(store.user(), arn("asked"), "job", Map.of("ExternalId", EXTERNAL_ID)).text());
    answers.put(
        "AssumeRole with another external id",
        store.assume(store.user(), arn("asked"), "job", Map.of("ExternalId", "partner-8")).text());
  }

  private static AwsSessionCredentials session(ComparedStore store, String role, String name) {
    Reply reply = store.assume(store.user(), arn(role), name, Map.of());
    assertThat(reply.text()).as("AssumeRole of %s: %s", role, reply.body()).isEqualTo("200");
    return reply.session();
  }

  /** A session of the writer that may do what another role may, and no more. */
  private static AwsSessionCredentials limited(ComparedStore store, String to) throws IOException {
    String policy = of(to, roles()).get("permissions").toString();
    Reply reply = store.assume(store.user(), arn("writer"), "limited", Map.of("Policy", policy));
    assertThat(reply.text()).as(reply.body()).isEqualTo("200");
    return reply.session();
  }

  private static void prefixes(Map<String, String> answers, ComparedStore store)
      throws IOException {
    AwsSessionCredentials reader = session(store, "reader", "job");
    AwsSessionCredentials writer = session(store, "writer", "job");
    answers.put("GET where a role reads", store.ask(reader, GET, "/data/in/f", "").text());
    answers.put("GET of what begins like it", store.ask(reader, GET, "/data/in2/f", "").text());
    answers.put(
        "GET below it, at a location of another role",
        store.ask(reader, GET, "/data/in/closed/f", "").text());
    answers.put("GET of what is not there", store.ask(reader, GET, "/data/in/none", "").text());
    answers.put("PUT where a role only reads", store.ask(reader, PUT, "/data/in/g", "g").text());
    answers.put("list of the location", list(store, reader, "in/"));
    answers.put("list of what begins like it", list(store, reader, "in2/"));
    answers.put("list of another role's location below", list(store, reader, "in/closed/"));
    answers.put("list of the bucket", store.ask(reader, GET, "/data?list-type=2", "").text());
    answers.put(
        "PUT, GET and DELETE where a role reads and writes",
        store.ask(writer, PUT, "/data/out/x", "x").text()
            + ", "
            + store.ask(writer, GET, "/data/out/x", "").text()
            + ", "
            + store.ask(writer, DELETE, "/data/out/x", "").text());
    answers.put("PUT elsewhere", store.ask(writer, PUT, "/data/in/x", "x").text());
    answers.put(
        "GET within a session policy",
        store.ask(limited(store, "writer"), GET, "/data/out/f", "").text());
    answers.put(
        "GET outside of a session policy",
        store.ask(limited(store, "reader"), GET, "/data/out/f", "").text());
    Reply upload = store.ask(writer, POST, "/data/out/u?uploads=", "");
    String id = "?uploadId=" + upload.element("UploadId");
    answers.put(
        "an upload, its part, and its end by abort",
        upload.text()
            + ", "
            + store.ask(writer, PUT, "/data/out/u" + id + "&partNumber=1", "part").text()
            + ", "
            + store.ask(writer, DELETE, "/data/out/u" + id, "").text());
    answers.put("list of uploads", store.ask(writer, GET, "/data?uploads=", "").text());
    answers.put("bulk delete", bulkDelete(store, writer, "data", "out/f"));
  }

  private static String list(ComparedStore store, AwsCredentials signer, String prefix) {
    return store
        .ask(signer, GET, "/data?list-type=2&prefix=" + prefix.replace("/", "%2F"), "")
        .text();
  }

  private static String bulkDelete(
      ComparedStore store, AwsCredentials signer, String bucket, String key) {
    return store
        .ask(
            signer,
            POST,
            "/" + bucket + "?delete=",
            "<Delete><Object><Key>" + key + "</Key></Object></Delete>")
        .text();
  }

  private static void whole(Map<String, String> answers, ComparedStore store) {
    AwsSessionCredentials whole = session(store, "whole", "job");
    answers.put(
        "of a whole bucket: PUT, GET and DELETE",
        store.ask(whole, PUT, "/whole/x", "x").text()
            + ", "
            + store.ask(whole, GET, "/whole/x", "").text()
            + ", "
            + store.ask(whole, DELETE, "/whole/x", "").text());
    answers.put(
        "of a whole bucket: GET of what is not there",
        store.ask(whole, GET, "/whole/none", "").text());
    answers.put("of a whole bucket: list", store.ask(whole, GET, "/whole?list-type=2", "").text());
    answers.put("of a whole bucket: bulk delete", bulkDelete(store, whole, "whole", "x"));
    answers.put("GET in another bucket", store.ask(whole, GET, "/data/in/f", "").text());
  }

  /** As {@code rolecall iam revoke} says. */
  private static void revoked(Map<String, String> answers, ComparedStore store, RolesOwner roles)
      throws IOException {
    AwsSessionCredentials ended = session(store, "reader", "submitter-app-1");
    AwsSessionCredentials other = session(store, "reader", "submitter-app-10");
    JsonNode end = of("reader", revocation);
    ObjectNode trust = of("reader", roles()).get("trustPolicy").deepCopy();
    end.get("trust").forEach(((ArrayNode) trust.get("Statement"))::add);
    roles.put("reader", end.get("permissions").toString());
    roles.updateTrust("reader", trust.toString());
    answers.put("GET by a revoked job", store.ask(ended, GET, "/data/in/f", "").text());
    answers.put("GET by another job", store.ask(other, GET, "/data/in/f", "").text());
    Reply next = store.assume(store.user(), arn("reader"), "submitter-app-1", Map.of());
    answers.put("AssumeRole by a revoked job", next.text());
    answers.put(
        "AssumeRole by another job",
        store.assume(store.user(), arn("reader"), "submitter-app-10", Map.of()).text());
    if (next.text().equals("200")) {
      assertThat(store.ask(next.session(), GET, "/data/in/f", "").text())
          .as("GET with the session that a revoked job was given")
          .isEqualTo("403 AccessDenied");
    }
  }

  /** The guide's settings, with what it says of bulk deletes. */
  private static Configuration conf() {
    Configuration conf = ceph.conf("10m");
    conf.set("fs.s3a.multiobjectdelete.enable", "false");
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.rolecall.routes", routes());
    return conf;
  }

  private static void write(FileSystem fs, String path, int size) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(path), true)) {
      out.write(new byte[size]);
    }
  }

  /** Documents alone, and sessions of that scope. */
  @Test
  void aBucketWithARouteIsReadAndWritten() throws Exception {
    try (FileSystem fs = S3Files.open(conf(), "whole")) {
      assertThat(fs.exists(new Path("s3a://whole/dir"))).isFalse();
      try (FSDataOutputStream out = fs.create(new Path("s3a://whole/dir/f"), false)) {
        out.write("text".getBytes(StandardCharsets.UTF_8));
      }
      write(fs, "s3a://whole/dir/large", 11 * StreamsFixture.MIB);
      assertThat(S3Files.read(fs, "s3a://whole/dir/f")).isEqualTo("text");
      assertThat(fs.listStatus(new Path("s3a://whole/dir"))).hasSize(2);
      assertThat(fs.rename(new Path("s3a://whole/dir"), new Path("s3a://whole/moved"))).isTrue();
      FSDataOutputStream abandoned = fs.create(new Path("s3a://whole/moved/abandoned"), true);
      abandoned.write(new byte[6 * StreamsFixture.MIB]);
      abandoned.abort();
      assertThat(((S3AFileSystem) fs).listUploads("moved/").hasNext()).isFalse();
      assertThat(fs.delete(new Path("s3a://whole/moved"), true)).isTrue();
      assertThat(fs.exists(new Path("s3a://whole/moved"))).isFalse();
    }
  }

  @Test
  void whatARouteOnlyReadsIsNotWritten() throws Exception {
    try (FileSystem fs = S3Files.open(conf(), "data")) {
      // Of an empty folder, S3A would write a marker, which is an empty object.
      write(fs, "s3a://data/out/stays", 4);
      write(fs, "s3a://data/out/f", 4);
      assertThat(fs.listStatus(new Path("s3a://data/out"))).isNotEmpty();
      assertThat(fs.delete(new Path("s3a://data/out/f"), false)).isTrue();
      assertThatThrownBy(() -> write(fs, "s3a://data/in/new", 4))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> S3Files.read(fs, "s3a://data/asked/f"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("STS refused " + arn("asked"));
    }
  }
}
