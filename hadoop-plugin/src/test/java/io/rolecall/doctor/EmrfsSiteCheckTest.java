package io.rolecall.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.declaration.DeclaredSets;
import io.rolecall.routes.HadoopUser;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of routes that EMR's own file declares, which S3A does not read. */
class EmrfsSiteCheckTest {

  @TempDir private Path folder;

  private List<String> check(String key, String value) throws IOException {
    Files.writeString(
        folder.resolve("emrfs-site.xml"),
        "<configuration><property><name>%s</name><value>%s</value></property></configuration>"
            .formatted(key, value));
    Configuration conf = new Configuration();
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    conf.set(
        "fs.s3a.bucket.open.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      return Doctor.examine(
              new CheckContext(
                  DeclaredSets.of(conf, Map.of(), "", loader),
                  Map.of(),
                  HadoopUser.of("alice", conf),
                  List.of(),
                  List.of(),
                  Clock.systemUTC()))
          .stream()
          .filter(step -> step.detail().contains("emrfs-site"))
          .map(step -> step.outcome().word() + ": " + step.detail())
          .toList();
    }
  }

  @Test
  void itsRoutesAreLookedAt() throws IOException {
    assertThat(
            check(
                "fs.s3a.bucket.lake.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"))
        .containsExactly(
            "ok: emrfs-site: s3a://lake: 1 route",
            "ok: emrfs-site: s3a://lake is accessed anonymously: nothing is signed");
    assertThat(check("fs.s3a.rolecall.jobid", "x"))
        .containsExactly(
            "failed: emrfs-site: fs.s3a.rolecall.jobid is no key of Rolecall, so nobody reads it");
  }

  /** EMRFS is no file system that Hadoop keeps for S3A. */
  @Test
  void itMayDifferFromWhatS3aHas() throws IOException {
    assertThat(
            check("fs.s3a.bucket.open.assumed.role.arn", "arn:aws:iam::111122223333:role/reader"))
        .noneMatch(line -> line.contains("Hadoop keeps"));
  }

  @Test
  void whatIsOfEmrfsAloneIsNoSet() throws IOException {
    assertThat(check("fs.s3.consistent", "false")).isEmpty();
  }
}
