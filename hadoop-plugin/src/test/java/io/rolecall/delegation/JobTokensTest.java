package io.rolecall.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.declaration.Declarations;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTokensTest {

  @TempDir private Path folder;

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration();
  private final Credentials credentials = new Credentials();

  JobTokensTest() {
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:1");
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    sts.reach(conf);
  }

  @AfterEach
  void stopSts() {
    sts.close();
  }

  private void routes(String routes) {
    conf.set("fs.s3a.rolecall.routes", document(routes));
  }

  private static String document(String routes) {
    return "{\"version\": 1, \"routes\": [" + routes + "]}";
  }

  private static String role(String location) {
    return "{\"location\": \"%s\", \"role\": \"%s\"}".formatted(location, Samples.ROLE);
  }

  @Test
  void collectsOneForEachBucketOfARoleAndTellsWhenTheFirstSessionEnds() throws IOException {
    routes(
        String.join(
            ",",
            role("s3a://b1"),
            role("s3a://b2/in/it"),
            role("s3a://*"),
            "{\"location\": \"s3a://own\", \"identity\": \"base\"}",
            "{\"location\": \"s3a://others\", \"role\": \"%s\", \"users\": [\"nobody-here\"]}"
                .formatted(Samples.ROLE)));
    Optional<Instant> end = JobTokens.collect(conf, "yarn", credentials);
    assertThat(credentials.getAllTokens())
        .extracting(token -> token.getService().toString())
        .containsExactlyInAnyOrder("s3a://b1", "s3a://b2");
    TokenContents contents =
        TokenContents.of(Objects.requireNonNull(credentials.getToken(new Text("s3a://b1"))));
    assertThat(end).contains(Objects.requireNonNull(contents.routes().get(0).expiration()));
    assertThat(contents.renewer()).isEqualTo("yarn");
    assertThat(sts.calls()).as("one session for both").hasSize(1);
  }

  @Test
  void aPublicBucketHasATokenWhichNeverEnds() throws IOException {
    routes("{\"location\": \"s3a://open-data\", \"identity\": \"anonymous\"}");
    assertThat(JobTokens.collect(conf, "yarn", credentials)).isEmpty();
    TokenContents contents =
        TokenContents.of(Objects.requireNonNull(credentials.getToken(new Text("s3a://open-data"))));
    assertThat(contents.routes())
        .extracting(TokenContents.CarriedRoute::access)
        .containsExactly("anonymous (not signed)");
    assertThat(sts.calls()).isEmpty();
  }

  /** Each round has a user of its own, and Hadoop keeps file systems for each user. */
  @Test
  void aRoundLeavesNoFileSystemBehind() throws IOException {
    conf.set("fs.counted.impl", CountedFileSystem.class.getName());
    conf.set("fs.s3a.rolecall.process", "driver");
    Path file = Files.writeString(folder.resolve("routes.json"), document(role("s3a://b1")));
    conf.set("fs.s3a.rolecall.routes.file", "counted://" + file);
    JobTokens.collect(conf, "yarn", credentials);
    UserGroupInformation user = UserGroupInformation.createRemoteUser("alice");
    user.addCredentials(credentials);
    int before = CountedFileSystem.open();
    user.doAs(
        (PrivilegedAction<Void>)
            () -> {
              assertThatCode(() -> JobTokens.collect(conf, "yarn", new Credentials()))
                  .doesNotThrowAnyException();
              assertThatCode(
                      () ->
                          new RolecallDtFetcher()
                              .addDelegationTokens(conf, new Credentials(), "yarn", "s3a://b1"))
                  .doesNotThrowAnyException();
              return null;
            });
    FileSystem.closeAllForUGI(user);
    assertThat(CountedFileSystem.open()).isEqualTo(before);
  }

  /** A local file system that is counted. */
  public static final class CountedFileSystem extends RawLocalFileSystem {

    private static final AtomicInteger OPEN = new AtomicInteger();

    static int open() {
      return OPEN.get();
    }

    @Override
    public URI getUri() {
      return URI.create("counted:///");
    }

    @Override
    public void initialize(URI uri, Configuration conf) throws IOException {
      super.initialize(uri, conf);
      OPEN.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
      super.close();
      OPEN.decrementAndGet();
    }
  }

  /**
   * Spark collects again and again, with a configuration that the driver's code may have changed.
   */
  @Test
  void whatIsDeclaredAloneIsCollected() throws IOException {
    routes(role("s3a://chosen-later"));
    conf.set("fs.s3a.rolecall.token.locations", "s3a://chosen-later");
    System.setProperty(Declarations.PROPERTY, "site");
    try {
      assertThat(JobTokens.collect(conf, "yarn", credentials)).isEmpty();
    } finally {
      System.clearProperty(Declarations.PROPERTY);
    }
    assertThat(credentials.getAllTokens()).isEmpty();
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void whereLocationsAreNamedOnlyTheirBucketsAreCollected() throws IOException {
    routes(String.join(",", role("s3a://b1"), role("s3a://b2/in")));
    conf.set("fs.s3a.rolecall.token.locations", "s3a://b2/in/it");
    JobTokens.collect(conf, "yarn", credentials);
    assertThat(credentials.getAllTokens())
        .extracting(token -> token.getService().toString())
        .containsExactly("s3a://b2");
  }

  @Test
  void thereIsNoneWithoutARole() throws IOException {
    routes("{\"location\": \"s3a://own\", \"identity\": \"base\"}");
    assertThat(JobTokens.collect(conf, "yarn", credentials)).isEmpty();
    assertThat(credentials.numberOfTokens()).isZero();
  }

  /** Spark comes back in 20 s after that, and in an hour after anything else. */
  @Test
  void routesThatCannotBeReadNowAreAFailureLikeAnyOther() {
    conf.set("fs.s3a.rolecall.routes.file", "/nowhere/routes.json");
    assertThatThrownBy(() -> JobTokens.collect(conf, "yarn", credentials))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/nowhere/routes.json");
  }

  @Test
  void anotherFileSystemsTokenIsNoToken() {
    conf.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    routes(role("s3a://b1"));
    assertThatThrownBy(() -> JobTokens.collect(conf, "yarn", credentials))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "s3a://b1: org.apache.hadoop.fs.s3a.S3AFileSystem gives no token; expected one of"
                + " Rolecall's. Set fs.s3a.impl = io.rolecall.s3a.RolecallFileSystem");
  }
}
