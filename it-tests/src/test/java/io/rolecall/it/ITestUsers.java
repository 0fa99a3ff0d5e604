package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.support.Await;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoutesJson;
import io.rolecall.support.Started;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many users in one process, as in a Thrift server: nobody's sessions are another's. */
class ITestUsers {

  private static final URI DATA = URI.create("s3a://data");
  private static final Path FILE = new Path("s3a://data/file");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account("111111111111", account -> account.user("server"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("data")
                          .role(
                              "reader",
                              role ->
                                  role.trusts("arn:aws:iam::111111111111:user/server")
                                      .readWrite("data"))));

  @Started private static LocalAws aws;

  private final UserGroupInformation alice = proxy("alice");
  private final UserGroupInformation bob = proxy("bob");
  private Configuration conf;

  private static UserGroupInformation proxy(String user) {
    return UserGroupInformation.createProxyUser(
        user, UserGroupInformation.createRemoteUser("server"));
  }

  @BeforeAll
  static void fill() throws IOException {
    aws.put("data", "file", new byte[10]);
  }

  @BeforeEach
  void configure() {
    conf = S3Conf.rolecall(aws.endpoint(), "60s");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "server"));
    S3Conf.role(conf, "data", "arn:aws:iam::222222222222:role/reader");
  }

  @AfterEach
  void closeAll() throws IOException {
    FileSystem.closeAllForUGI(alice);
    FileSystem.closeAllForUGI(bob);
  }

  private FileSystem cached(UserGroupInformation user) throws Exception {
    return user.doAs((PrivilegedExceptionAction<FileSystem>) () -> FileSystem.get(DATA, conf));
  }

  private static void read(FileSystem fs) throws IOException {
    assertThat(fs.getFileStatus(FILE).getLen()).isEqualTo(10);
  }

  private static Set<String> sessionNames() {
    return aws.log()
        .operation("HeadObject")
        .map(entry -> String.valueOf(entry.principalArn()).replaceAll(".*/", ""))
        .map(name -> name.replaceAll("-rolecall-.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<ObjectName> beans() throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("Hadoop:service=Rolecall,*"), null);
  }

  private static List<String> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(thread -> thread.contains(name))
        .sorted()
        .toList();
  }

  @Test
  void eachUserHasSessionsOfTheirOwn() throws Exception {
    FileSystem ofAlice = cached(alice);
    FileSystem ofBob = cached(bob);
    assertThat(ofAlice).isNotSameAs(ofBob);
    read(ofAlice);
    read(ofBob);
    assertThat(sessionNames()).containsExactly("alice", "bob");
    assertThat(aws.log().operation("AssumeRole")).hasSize(2);
    // Whoever calls, a file system is its user's.
    aws.log().clear();
    bob.doAs(
        (PrivilegedExceptionAction<Void>)
            () -> {
              read(ofAlice);
              return null;
            });
    assertThat(sessionNames()).containsExactly("alice");
  }

  @Test
  void closingOnesFileSystemsHarmsNoOther() throws Exception {
    FileSystem ofAlice = cached(alice);
    FileSystem ofBob = cached(bob);
    read(ofAlice);
    read(ofBob);
    FileSystem.closeAllForUGI(alice);
    assertThatThrownBy(() -> ofAlice.getFileStatus(FILE)).isInstanceOf(IOException.class);
    aws.log().clear();
    read(ofBob);
    assertThat(aws.log().operation("AssumeRole")).isEmpty();
    // Alice comes again, with a session of her own.
    read(cached(alice));
    assertThat(sessionNames()).containsExactly("alice", "bob");
  }

  @Test
  void aLocationIsAccessedByTheRouteOfItsUserOrNotAtAll() throws Exception {
    conf.unset("fs.s3a.bucket.data.assumed.role.arn");
    conf.set(
        "fs.s3a.rolecall.routes",
        new RoutesJson()
            .role("s3a://data", "arn:aws:iam::222222222222:role/reader")
            .field("users", List.of("alice"))
            .toString());
    read(cached(alice));
    assertThat(sessionNames()).containsExactly("alice");
    aws.log().clear();
    FileSystem ofBob = cached(bob);
    assertThatThrownBy(() -> read(ofBob))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(
            "s3a://data is routed for users [alice] alone, and user 'bob' is not among them. Add the"
                + " user or a group to a route, or a route for everybody");
    assertThat(aws.log().entries()).isEmpty();
  }

  @Test
  void nothingIsLeftOfAUserWhoseFileSystemsAreClosed() throws Exception {
    read(cached(alice));
    read(cached(bob));
    assertThat(beans()).hasSize(2);
    assertThat(threads("rolecall-renewal-")).isNotEmpty().hasSizeLessThanOrEqualTo(2);
    FileSystem.closeAllForUGI(alice);
    assertThat(beans()).hasSize(1);
    FileSystem.closeAllForUGI(bob);
    assertThat(beans()).isEmpty();
    Await.until(Duration.ofSeconds(30), () -> threads("rolecall").isEmpty());
    Await.until(Duration.ofSeconds(30), () -> threads("s3a-transfer-data").isEmpty());
  }

  @Test
  @Tag("suite")
  void aThousandFileSystemsShareTwoThreads() throws Exception {
    List<FileSystem> all = new ArrayList<>();
    try {
      List<Long> more = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        long plain = heapOf(() -> FileSystem.newInstance(DATA, plain()), 30, all);
        more.add(heapOf(() -> FileSystem.newInstance(DATA, conf), 30, all) - plain);
      }
      // The median: what other tests left behind is collected in between.
      assertThat(more.stream().sorted().toList().get(2)).isLessThan(64 * 1024L);
      while (all.size() < 1150) {
        all.add(FileSystem.newInstance(DATA, conf));
      }
      read(all.get(all.size() - 1));
      assertThat(threads("rolecall-")).isNotEmpty().hasSizeLessThanOrEqualTo(2);
      assertThat(aws.log().operation("AssumeRole")).hasSize(1);
    } finally {
      for (FileSystem fs : all) {
        fs.close();
      }
    }
    Await.until(Duration.ofSeconds(30), () -> threads("rolecall").isEmpty());
  }

  private Configuration plain() {
    Configuration plain = S3Conf.plain(aws.endpoint());
    S3Conf.baseIdentity(plain, aws.credentialsOf("111111111111", "server"));
    return plain;
  }

  private interface Maker {
    FileSystem make() throws IOException;
  }

  /** Bytes of heap per file system. The first of its kind, which loads classes, does not count. */
  private static long heapOf(Maker maker, int count, List<FileSystem> made) throws IOException {
    made.add(maker.make());
    long before = usedHeap();
    for (int i = 0; i < count; i++) {
      made.add(maker.make());
    }
    return (usedHeap() - before) / count;
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
