package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoutesJson;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Routes for prefixes inside a bucket. After each test, the store's log must show every request
 * signed by the role that its key is routed to, and each role may touch its own prefix alone.
 *
 * <p>The system property {@code rolecall.prefixes.scope} gives each route that scope: its session
 * then may do what the policy of the scope says, and no more.
 */
class ITestPrefixes {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String SCOPE = System.getProperty("rolecall.prefixes.scope", "role");
  private static final String ODD = "odd a+b%41~ü";

  /** Which role serves which prefix. "a" and "a/b" are nested; "ab" only looks alike. */
  private static final Map<String, String> ROUTES =
      Map.of("", "whole", "a", "a", "a/b", "nested", "ab", "alike", ODD, "odd");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account -> {
                    account.bucket("data");
                    ROUTES.forEach(
                        (prefix, role) ->
                            account.role(
                                role, rights -> rights.trusts(ME).readWrite("data", prefix)));
                  }));

  @Started private static LocalAws aws;

  private Configuration conf;
  private FileSystem fs;

  @BeforeEach
  void configure() throws IOException {
    conf = S3Conf.rolecall(aws.endpoint(), "60s");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
    for (String key : aws.list("data", "")) {
      aws.delete("data", key);
    }
  }

  @AfterEach
  void everyRequestWasSignedByItsRoute() throws IOException {
    if (fs != null) {
      fs.close();
    }
    List<String> wrong =
        aws.log()
            .s3()
            .flatMap(
                entry ->
                    names(entry)
                        .filter(key -> !role(entry).equals(expectedRole(key)))
                        .map(key -> entry.operation() + " " + key + " by " + role(entry)))
            .toList();
    assertThat(wrong).isEmpty();
  }

  /** The keys, or an empty one where the whole bucket is meant. */
  private static Stream<String> names(Entry entry) {
    return entry.keys().isEmpty() ? Stream.of("") : entry.keys().stream();
  }

  private static String role(Entry entry) {
    return String.valueOf(entry.principalArn()).replaceAll(".*assumed-role/([^/]*)/.*", "$1");
  }

  /** The longest prefix that ends where the key has a slash, found the slow way. */
  private static String expectedRole(String key) {
    String best = "";
    for (String prefix : ROUTES.keySet()) {
      boolean covers = (key + "/").startsWith(prefix + "/");
      if (covers && prefix.length() > best.length()) {
        best = prefix;
      }
    }
    return ROUTES.get(best);
  }

  private void open(Map<String, String> routes) throws IOException {
    RoutesJson json = new RoutesJson();
    new TreeMap<>(routes)
        .forEach(
            (prefix, role) -> json.role("s3a://data/" + prefix, arn(role)).field("scope", SCOPE));
    conf.set("fs.s3a.rolecall.routes", json.toString());
    fs = S3Files.open(conf, "data");
  }

  private static String arn(String role) {
    return "arn:aws:iam::222222222222:role/" + role;
  }

  private static Path path(String key) {
    return new Path(new Path("s3a://data"), new Path(null, null, "/" + key));
  }

  private void write(String... keys) throws IOException {
    for (String key : keys) {
      try (FSDataOutputStream out = fs.create(path(key), true)) {
        out.write(key.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private String read(String key) throws IOException {
    return S3Files.read(fs, path(key));
  }

  private static List<String> rolesOf(String operation) {
    return aws.log().operation(operation).map(ITestPrefixes::role).distinct().sorted().toList();
  }

  @Test
  void writesReadsListsAndDeletes() throws Exception {
    open(ROUTES);
    List<String> keys = List.of("a/1", "a/b/2", "a/bc/3", "ab/4", "x/5", ODD + "/6 +%20~é");
    for (String key : keys) {
      write(key);
      assertThat(read(key)).isEqualTo(key);
      assertThat(fs.listStatus(path(key).getParent()))
          .filteredOn(FileStatus::isFile)
          .extracting(FileStatus::getPath)
          .containsExactly(path(key));
    }
    assertThat(aws.list("data", "")).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(rolesOf("PutObject")).containsExactly("a", "alike", "nested", "odd", "whole");
    for (String key : keys) {
      assertThat(fs.delete(path(key), false)).isTrue();
    }
    assertThat(rolesOf("DeleteObject")).containsExactly("a", "alike", "nested", "odd", "whole");
  }

  @Test
  void countsAndGlobsAndWalksOverRoutes() throws Exception {
    open(ROUTES);
    write("a/1", "a/b/2", "a/b/c/3", "ab/4", "x/5");
    ContentSummary summary = fs.getContentSummary(path("a"));
    assertThat(summary.getFileCount()).isEqualTo(3);
    assertThat(fs.globStatus(path("a*/*")))
        .extracting(status -> status.getPath().getName())
        .containsExactlyInAnyOrder("1", "b", "4");
    List<String> walked = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> files = fs.listFiles(path(""), true);
    while (files.hasNext()) {
      walked.add(files.next().getPath().toUri().getPath());
    }
    assertThat(walked).containsExactlyInAnyOrder("/a/1", "/a/b/2", "/a/b/c/3", "/ab/4", "/x/5");
  }

  @Test
  void renamesInsideOneRoute() throws Exception {
    open(ROUTES);
    write("a/b/dir/1", "a/b/dir/2");
    assertThat(fs.rename(path("a/b/dir"), path("a/b/moved"))).isTrue();
    assertThat(aws.list("data", "")).contains("a/b/moved/1", "a/b/moved/2").hasSize(2);
    assertThat(rolesOf("CopyObject")).containsExactly("nested");
  }

  @Test
  void renamesWhatIsCopiedInParts() throws Exception {
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    // With analytics, Hadoop 3.5.0 copies in one request.
    conf.set("fs.s3a.input.stream.type", "classic");
    open(ROUTES);
    byte[] content = StreamsFixture.content(11 * StreamsFixture.MIB);
    aws.put("data", "a/b/big file+%", content);
    assertThat(fs.rename(path("a/b/big file+%"), path("a/b/moved"))).isTrue();
    assertThat(aws.get("data", "a/b/moved")).isEqualTo(content);
    assertThat(rolesOf("UploadPartCopy")).containsExactly("nested");
    assertThat(rolesOf("CompleteMultipartUpload")).containsExactly("nested");
    // The SDK's own: it wants to know how long the source is.
    assertThat(rolesOf("HeadObject")).containsExactly("nested");
  }

  @Test
  void refusesARenameAcrossRoutesBeforeItBegins() throws Exception {
    open(ROUTES);
    write("a/x");
    aws.log().clear();
    assertThatThrownBy(() -> fs.rename(path("a/x"), path("ab/x")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "s3a://data/a/x -> s3a://data/ab/x: a rename from one route into another: s3a://data/a"
                + " -> "
                + arn("a")
                + " and s3a://data/ab -> "
                + arn("alike")
                + ". No single role may do both; copy with distcp, then delete");
    assertThat(aws.log().entries()).isEmpty();
  }

  @Test
  void refusesToRenameATreeThatHoldsAnotherRoute() throws Exception {
    open(ROUTES);
    write("a/1", "a/b/2");
    aws.log().clear();
    assertThatThrownBy(() -> fs.rename(path("a"), path("moved")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("a rename from one route into another");
    assertThat(aws.log().entries()).isEmpty();
  }

  @Test
  void deletesATreeOfSeveralRoutesEachByItsOwn() throws Exception {
    open(ROUTES);
    write("a/1", "a/2", "a/b/3", "a/b/4");
    aws.log().clear();
    assertThat(fs.delete(path("a"), true)).isTrue();
    assertThat(aws.list("data", "")).isEmpty();
    assertThat(rolesOf("DeleteObjects")).containsExactly("a", "nested");
  }

  @Test
  void deletesInBulkEachByItsOwnRoute() throws Exception {
    open(ROUTES);
    write("a/1", "a/b/2", "ab/3", "x/4", ODD + "/5 +%");
    aws.log().clear();
    try (BulkDelete bulk = fs.createBulkDelete(path(""))) {
      assertThat(
              bulk.bulkDelete(
                  List.of(
                      path("a/1"), path("a/b/2"), path("ab/3"), path("x/4"), path(ODD + "/5 +%"))))
          .isEmpty();
    }
    assertThat(aws.list("data", "")).isEmpty();
    assertThat(rolesOf("DeleteObjects")).containsExactly("a", "alike", "nested", "odd", "whole");
  }

  @Test
  void refusesWhatNoPrefixCoversWithoutARequest() throws Exception {
    open(Map.of("a", "a", ODD, "odd"));
    for (String key : List.of("ab/x", "x", "odd")) {
      assertThatThrownBy(() -> fs.getFileStatus(path(key)))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(
              "no route for s3a://data/"
                  + key
                  + ": the bucket is routed by prefix alone (s3a://data[a, "
                  + ODD
                  + "]); add a route that covers it");
    }
    assertThatThrownBy(() -> fs.listStatus(path("")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("no route for s3a://data/: ");
    assertThat(aws.log().entries()).isEmpty();
  }

  @Test
  void aPrefixRoutesSessionEndsWithoutTheOthers() throws Exception {
    open(ROUTES);
    write("a/1", "a/b/2");
    String nested =
        aws.log()
            .s3()
            .filter(entry -> role(entry).equals("nested"))
            .map(entry -> entry.client().accessKeyId())
            .findFirst()
            .orElseThrow();
    assertThat(aws.faults().revoke(nested)).isEqualTo(1);
    aws.log().clear();
    assertThat(read("a/b/2")).isEqualTo("a/b/2");
    assertThat(read("a/1")).isEqualTo("a/1");
    assertThat(aws.log().s3().filter(entry -> entry.status() == 400).map(ITestPrefixes::role))
        .containsExactly("nested");
    assertThat(aws.log().operation("AssumeRole")).hasSize(1);
    aws.faults().clear();
  }
}
