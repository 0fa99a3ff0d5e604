package io.rolecall.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.declaration.DeclaredSets;
import io.rolecall.doctor.check.CheckContext;
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

  private final Configuration conf = new Configuration();

  EmrfsSiteCheckTest() {
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    conf.set(
        "fs.s3a.bucket.open.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");
  }

  private List<String> all(Map<String, String> ofSite) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>");
    ofSite.forEach(
        (key, value) ->
            xml.append(
                "<property><name>%s</name><value>%s</value></property>".formatted(key, value)));
    Files.writeString(folder.resolve("emrfs-site.xml"), xml + "</configuration>");
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
          .map(step -> step.outcome().word() + ": " + step.detail())
          .toList();
    }
  }

  private List<String> check(String key, String value) throws IOException {
    return all(Map.of(key, value)).stream().filter(line -> line.contains("emrfs-site")).toList();
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

  private static final String AS_ROUTES =
      "Write its mappings as routes ('rolecall import emrfs'), and give the key an empty value";

  @Test
  void roleMappingsOfEmrfsAreNoneOfTheRoutes() throws IOException {
    Map<String, String> mapped = Map.of("fs.s3.authorization.roleMapping", "x=u:alice");
    assertThat(all(mapped))
        .contains(
            "warning: fs.s3.authorization.roleMapping is set: from EMR 7.10 on, S3A would choose by it"
                + " who signs, and Rolecall refuses what another role is to sign");
    conf.set("fs.s3a.emrfs.compatibility.enable", "false");
    assertThat(all(mapped)).noneMatch(line -> line.contains("roleMapping"));
    assertThat(
            all(
                Map.of(
                    "fs.s3.credentialsResolverClass", "x.Y",
                    "fs.s3.customAWSCredentialsProvider",
                        "io.rolecall.emrfs.RolecallCredentialsProvider")))
        .contains(
            "failed: fs.s3.credentialsResolverClass is set: EMRFS would choose by it who signs, and"
                + " not by the routes");
  }

  @Test
  void roleMappingsOfEmrsS3aAreRefused() throws IOException {
    conf.set("fs.s3a.authorization.roleMapping", "x=u:alice");
    assertThat(all(Map.of()))
        .contains(
            "failed: s3a://open: fs.s3a.authorization.roleMapping = 'x=u:alice': EMR's S3A would"
                + " choose by it who signs, and not by the routes. "
                + AS_ROUTES);
  }

  /** Releases whose s3:// is EMRFS have no need of S3A. */
  @Test
  void whereEmrfsAloneIsUsedS3aMayBePlain() throws IOException {
    conf.unset("fs.s3a.impl");
    conf.unset("fs.s3a.bucket.open.aws.credentials.provider");
    Map<String, String> ofSite =
        Map.of(
            "fs.s3.customAWSCredentialsProvider", "io.rolecall.emrfs.RolecallCredentialsProvider",
            "fs.s3a.bucket.lake.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");
    assertThat(all(ofSite))
        .filteredOn(line -> !line.contains("Hadoop 3"))
        .containsExactly(
            "warning: fs.s3a.impl is not set: EMRFS signs what s3://"
                + " names by Rolecall's routes, but s3a:// would be plain S3A, without a route",
            "ok: emrfs-site: s3a://lake: 1 route",
            "ok: emrfs-site: s3a://lake is accessed anonymously: nothing is signed");
    assertThat(all(Map.of("fs.s3a.bucket.lake.aws.credentials.provider", "x.Y")))
        .as("EMRFS has credentials of its own")
        .contains("failed: fs.s3a.impl is not set: plain S3A would be used," + " and no route");
  }
}
