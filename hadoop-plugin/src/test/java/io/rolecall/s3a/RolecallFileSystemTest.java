package io.rolecall.s3a;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeSts;
import io.rolecall.token.RolecallTokenIdentifier;
import io.rolecall.token.TokenContents;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/** What the file system does without S3: start, refuse, issue and take tokens, end. */
@Timeout(60)
class RolecallFileSystemTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String WRITER = "arn:aws:iam::444455556666:role/writer";

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration();
  private final RolecallFileSystem fs = new RolecallFileSystem();

  RolecallFileSystemTest() {
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    sts.reach(conf);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    sts.close();
  }

  private void route(String routes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + routes + "]}").replace('\'', '"'));
  }

  private void twoPrefixes() {
    route(
        "{'location': 's3a://b1/in', 'role': '%s'}, {'location': 's3a://b1/out', 'role': '%s'}"
            .formatted(READER, WRITER));
  }

  private void open(String uri) throws IOException {
    fs.initialize(URI.create(uri), conf);
  }

  private static Set<Thread> renewalThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("rolecall-renewal-"))
        .collect(Collectors.toSet());
  }

  @Test
  void isOfTheBucketThatKeysNameAlsoThroughAnAccessPoint() throws IOException {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    conf.set(
        "fs.s3a.bucket.b1.accesspoint.arn", "arn:aws:s3:eu-west-1:111122223333:accesspoint/one");
    open("s3a://b1");
    assertThat(fs.getBucket()).as("S3A's own").startsWith("arn:");
    assertThat(fs.declaredBucket()).isEqualTo("b1");
  }

  @Test
  void itsOperationsSearchNoClassPathWhereNothingWasDeclared() throws IOException {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    open("s3a://b1");
    AtomicInteger searches = new AtomicInteger();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(before) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            searches.incrementAndGet();
            return super.getResources(name);
          }
        });
    try {
      fs.createSpan("op_open", "/f", null).close();
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThat(searches).hasValue(0);
  }

  @Test
  void startsWithoutACall() throws IOException {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    open("s3a://b1");
    assertThat(sts.calls()).isEmpty();
    assertThat(fs.getUri()).isEqualTo(URI.create("s3a://b1"));
    assertThat(conf.get("fs.s3a.http.signer.class"))
        .describedAs("the user's configuration stays as it is")
        .isNull();
  }

  @Test
  void refusesABucketWithoutARoute() {
    route("{'location': 's3a://b2', 'role': '" + READER + "'}");
    assertThatThrownBy(() -> open("s3a://b1/some/path"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "s3a://b1: no route: Rolecall uses no identity that is not routed. Add a route for"
                + " s3a://b1 to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file, or set"
                + " fs.s3a.bucket.b1.assumed.role.arn");
  }

  /** A Hadoop that takes its credentials from elsewhere would sign with them. */
  @Test
  void refusesCredentialsThatAreNotRolecalls() {
    AWSCredentialProviderList others =
        new AWSCredentialProviderList("others", AnonymousCredentialsProvider.create());
    assertThatThrownBy(() -> RolecallFileSystem.ofOurs(URI.create("s3a://b1"), others))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "s3a://b1: S3A signs with other credentials than"
                + " io.rolecall.delegation.RolecallTokenBinding gives it, which know no routes. Use a"
                + " Hadoop that Rolecall supports: 3.4.1 or later");
  }

  @Test
  void refusesRoutesThatCannotBe() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "reader");
    assertThatThrownBy(() -> open("s3a://b1"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "fs.s3a.bucket.b1.assumed.role.arn = 'reader': 'reader' is not a role ARN: expected"
                + " arn:aws:iam::<account>:role/<name>");
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.rolecall.process, worker, 'expected auto, driver or executor'",
    "fs.s3a.rolecall.renewal.backoff, 0, 'expected a duration such as 90s, 15m or 1h'",
  })
  void refusesSettingsThatCannotBe(String key, String value, String expected) {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    conf.set(key, value);
    assertThatThrownBy(() -> open("s3a://b1"))
        .isInstanceOf(IOException.class)
        .hasMessage(key + " = '" + value + "': " + expected);
  }

  @Test
  void refusesPrefixRoutesUnderTheSessionsOfS3Express() {
    String bucket = "b1--use1-az4--x-s3";
    route(
        "{'location': 's3a://%s/in', 'role': '%s'}, {'location': 's3a://%s', 'role': '%s'}"
            .formatted(bucket, READER, bucket, WRITER));
    assertThatThrownBy(() -> open("s3a://" + bucket))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "s3a://b1--use1-az4--x-s3 is a bucket of S3 Express with routes for prefixes"
                + " (s3a://b1--use1-az4--x-s3[, in]), but its sessions are for whole buckets. Set"
                + " fs.s3a.bucket.b1--use1-az4--x-s3.s3express.create.session = false, or route the"
                + " whole bucket to one role");
  }

  @Test
  void takesPrefixRoutesOfS3ExpressWithoutItsSessions() throws IOException {
    String bucket = "b1--use1-az4--x-s3";
    route("{'location': 's3a://%s/in', 'role': '%s'}".formatted(bucket, READER));
    conf.set("fs.s3a.bucket." + bucket + ".s3express.create.session", "false");
    open("s3a://" + bucket);
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void tellsItsSessionsStatistics() throws IOException {
    assertThat(fs.getIOStatistics()).isNull();
    twoPrefixes();
    open("s3a://b1");
    assertThat(requireNonNull(fs.getIOStatistics()).counters())
        .containsEntry("rolecall_sessions", 0L)
        .containsKey("op_open");
  }

  @Test
  void refusesAnotherSignerOfTheUsers() {
    conf.set("fs.s3a.http.signer.class", "com.example.Signer");
    assertThatThrownBy(() -> open("s3a://b1"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("fs.s3a.http.signer.class = 'com.example.Signer': Rolecall needs ");
  }

  @Test
  void anExecutorWithoutTokenAndDriverFailsClosed() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    conf.set("fs.s3a.rolecall.process", "executor");
    assertThatThrownBy(() -> open("s3a://b1"))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "user .* has no Rolecall token for s3a://b1 and this executor has no channel to its"
                + " driver: set spark\\.plugins=io\\.rolecall\\.spark\\.RolecallPlugin, or submit the"
                + " job with tokens of these buckets \\(hadoop dtutil get s3://BUCKET FILE; then -tokenCacheFile FILE for"
                + " MapReduce, tez.credentials.path=FILE for Tez, else HADOOP_TOKEN_FILE_LOCATION=FILE\\)");
    assertThat(sts.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"s3", "s3n"})
  void servesTheOtherSchemes(String scheme) throws IOException {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    open(scheme + "://b1");
    assertThat(fs.getUri()).hasScheme(scheme).hasHost("b1");
  }

  @Test
  void issuesTokensThatHoldTheSessions() throws IOException {
    twoPrefixes();
    open("s3a://b1");
    Token<?> token = fs.getDelegationToken("yarn");
    assertThat(token.getService()).hasToString("s3a://b1");
    assertThat(token.decodeIdentifier())
        .isInstanceOf(RolecallTokenIdentifier.class)
        .asString()
        .contains("routes=[s3a://b1/in, s3a://b1/out]; roles=[" + READER + " until ")
        .contains(", " + WRITER + " until ");
    fs.getDelegationToken("yarn");
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void issuesNoTokenWithoutASession() throws IOException {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    open("s3a://b1");
    sts.failNext(403, "AccessDenied", "no");
    assertThatThrownBy(() -> fs.getDelegationToken("yarn"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no token for s3a://b1: STS refused " + READER + " to ");
  }

  @Test
  void oneRoleThatCannotBeHadTravelsWithItsReason() throws IOException {
    twoPrefixes();
    open("s3a://b1");
    sts.failNext(403, "AccessDenied", "no");
    TokenContents contents = TokenContents.of(fs.getDelegationToken("yarn"));
    assertThat(contents.routes())
        .extracting(route -> route.failure() == null)
        .containsExactlyInAnyOrder(true, false);
    assertThat(contents.routes())
        .filteredOn(route -> route.failure() != null)
        .singleElement()
        .satisfies(route -> assertThat(route.failure()).startsWith("STS refused "));
  }

  @Test
  void carriesTheNamedPlacesAlone() throws IOException {
    twoPrefixes();
    conf.set("fs.s3a.rolecall.token.locations", "s3a://b1/in/2026, s3a://b2/x");
    open("s3a://b1");
    assertThat(TokenContents.of(fs.getDelegationToken("yarn")).routes())
        .extracting(route -> route.location() + " " + route.access())
        .containsExactly(
            "s3a://b1 nobody: the token of s3a://b1 was made for [s3a://b1/in/2026] alone. Name this"
                + " location too in fs.s3a.rolecall.token.locations where the job is submitted",
            "s3a://b1/in " + READER);
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b1/elsewhere, no route",
    "s3a://b1/own, 'it is routed to the base identity, which tokens do not carry. Route it to a role'",
  })
  void aNamedPlaceHasToBeHad(String location, String why) throws IOException {
    route(
        "{'location': 's3a://b1/in', 'role': '%s'}, {'location': 's3a://b1/own', 'identity': 'base'}"
            .formatted(READER));
    conf.set("fs.s3a.rolecall.token.locations", location);
    open("s3a://b1");
    assertThatThrownBy(() -> fs.getDelegationToken("yarn"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "no token for s3a://b1: "
                + location
                + ", which fs.s3a.rolecall.token.locations names: "
                + why);
  }

  @Test
  void aRenewerThatIsNoNameIsRefused() throws IOException {
    twoPrefixes();
    open("s3a://b1");
    assertThatThrownBy(() -> fs.getDelegationToken("a@b@c"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Rolecall token with the renewer 'a@b@c': expected a user's name");
  }

  @Test
  void startsFromATokenWithoutAnIdentityOrRoutes() throws Exception {
    twoPrefixes();
    open("s3a://b1");
    UserGroupInformation user = UserGroupInformation.createRemoteUser("bob");
    user.addToken(fs.getDelegationToken("yarn"));
    Configuration bare = new Configuration();
    bare.set("fs.s3a.endpoint.region", "eu-west-1");
    user.doAs(
        (PrivilegedExceptionAction<Void>)
            () -> {
              try (RolecallFileSystem executor = new RolecallFileSystem()) {
                executor.initialize(URI.create("s3a://b1"), bare);
                assertThatThrownBy(() -> executor.rename(new Path("/in/f"), new Path("/out/f")))
                    .isInstanceOf(AccessDeniedException.class);
                assertThat(executor.getDelegationToken("yarn"))
                    .isEqualTo(user.getTokens().iterator().next());
              }
              return null;
            });
    assertThat(sts.calls()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "/in/f,      /out/f,       role reader and writer",
    "/in,        /out/sub,     a tree into another route",
    "/,          /out/sub,     a tree without a route",
  })
  void refusesARenameFromOneRouteIntoAnother(String from, String to) throws IOException {
    twoPrefixes();
    open("s3a://b1");
    assertThatThrownBy(() -> fs.rename(new Path(from), new Path(to)))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageStartingWith(from + " -> " + to + ": a rename from one route into another: ")
        .hasMessageEndingWith(". No single role may do both; copy with distcp, then delete");
  }

  @Test
  void namesBothRoutesOfARenameItRefuses() throws IOException {
    twoPrefixes();
    open("s3a://b1");
    assertThatThrownBy(() -> fs.rename(new Path("s3a://b1/in/f"), new Path("/out/f")))
        .hasMessage(
            "s3a://b1/in/f -> /out/f: a rename from one route into another: s3a://b1/in -> "
                + READER
                + " and s3a://b1/out -> "
                + WRITER
                + ". No single role may do both; copy with distcp, then delete");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void refusesARenameOverNestedRoutes() throws IOException {
    route(
        "{'location': 's3a://b1', 'role': '%1$s'}, {'location': 's3a://b1/t/n', 'role': '%2$s'}"
            .formatted(READER, WRITER));
    open("s3a://b1");
    assertThatThrownBy(() -> fs.rename(new Path("/t"), new Path("/u")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3a://b1/t/n -> " + WRITER + " and s3a://b1 -> " + READER);
    assertThatThrownBy(() -> fs.rename(new Path("/u"), new Path("/t")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3a://b1 -> " + READER + " and s3a://b1/t/n -> " + WRITER);
  }

  @Test
  void leavesNothingBehind() throws IOException {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    open("s3a://b1");
    fs.getDelegationToken("yarn");
    fs.close();
    Concurrently.until("no renewal thread is left", () -> renewalThreads().isEmpty());
  }

  @Test
  void leavesNothingBehindWhenItCannotStart() throws IOException {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    try (RolecallFileSystem first = new RolecallFileSystem()) {
      first.initialize(URI.create("s3a://b1"), conf);
      first.getDelegationToken("yarn");
      assertThatThrownBy(() -> open("s3a://b2")).isInstanceOf(AccessDeniedException.class);
    }
    Concurrently.until("no renewal thread is left", () -> renewalThreads().isEmpty());
  }

  @Test
  void refusesARoutesFileThatIsMissing() {
    conf.set("fs.s3a.rolecall.routes.file", "/does/not/exist.json");
    assertThatThrownBy(() -> open("s3a://b1"))
        .isInstanceOf(IOException.class)
        .describedAs("a missing file is what callers take for a missing path")
        .isNotInstanceOf(FileNotFoundException.class)
        .hasMessageStartingWith(
            "fs.s3a.rolecall.routes.file = '/does/not/exist.json': cannot be read: ");
  }
}
