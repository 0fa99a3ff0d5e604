package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

  @TempDir private Path folder;

  private String file(String json) throws IOException {
    Path file = folder.resolve("mappings.json");
    Files.writeString(file, json);
    return file.toString();
  }

  @Test
  void writesRoutesThatCanBeListed() throws IOException {
    CommandRun run =
        CommandRun.of(
            "import",
            "emrfs",
            file(
                """
                {"AuthorizationConfiguration": {"EmrFsConfiguration": {"RoleMappings": [
                  {"Role": "arn:aws:iam::123456789101:role/allow_EMRFS_access_for_user1",
                   "IdentifierType": "User", "Identifiers": ["user1"]},
                  {"Role": "arn:aws:iam::123456789101:role/allow_EMRFS_access_to_MyBuckets",
                   "IdentifierType": "Prefix",
                   "Identifiers": ["s3://mybucket/", "s3://myotherbucket/data"]},
                  {"Role": "arn:aws:iam::123456789101:role/allow_EMRFS_access_for_AdminGroup",
                   "IdentifierType": "Group", "Identifiers": ["AdminGroup"]}]}}}
                """));
    assertThat(run.err())
        .isEqualTo(
            "rolecall: mapping 2: 's3://myotherbucket/data' also fitted keys that only begin alike;"
                + " its route ends at a '/' (s3a://myotherbucket/data/...)\n");
    assertThat(run.exitCode()).isZero();
    CommandRun listed =
        new CommandRun.Setting().conf("fs.s3a.rolecall.routes", run.out()).run("routes");
    assertThat(listed.out())
        .isEqualTo(
            """
            location                  access                                                            for                  external id  duration
            s3a://mybucket            arn:aws:iam::123456789101:role/allow_EMRFS_access_for_user1       users [user1]                     1800 s
            s3a://mybucket            arn:aws:iam::123456789101:role/allow_EMRFS_access_to_MyBuckets                                      1800 s
            s3a://myotherbucket       arn:aws:iam::123456789101:role/allow_EMRFS_access_for_user1       users [user1]                     1800 s
            s3a://myotherbucket       arn:aws:iam::123456789101:role/allow_EMRFS_access_for_AdminGroup  groups [AdminGroup]               1800 s
            s3a://myotherbucket       base identity
            s3a://myotherbucket/data  arn:aws:iam::123456789101:role/allow_EMRFS_access_for_user1       users [user1]                     1800 s
            s3a://myotherbucket/data  arn:aws:iam::123456789101:role/allow_EMRFS_access_to_MyBuckets                                      1800 s
            every other bucket        arn:aws:iam::123456789101:role/allow_EMRFS_access_for_user1       users [user1]                     1800 s
            every other bucket        arn:aws:iam::123456789101:role/allow_EMRFS_access_for_AdminGroup  groups [AdminGroup]               1800 s
            every other bucket        base identity
            """);
  }

  @Test
  void answersInJson() throws IOException {
    assertThat(
            CommandRun.of(
                    "import",
                    "trino",
                    "--json",
                    file(
                        "{\"mappings\": [{\"prefix\": \"s3://b1/\", \"kmsKeyId\": \"k\", \"iamRole\":"
                            + " \"arn:aws:iam::111111111111:role/one\"}]}"))
                .out())
        .isEqualTo(
            """
            {
              "document" : {
                "version" : 1,
                "routes" : [ {
                  "location" : "s3a://b1",
                  "role" : "arn:aws:iam::111111111111:role/one"
                } ]
              },
              "differences" : [ "mapping 1: 'kmsKeyId' is not carried over: set fs.s3a.bucket.BUCKET.encryption.algorithm and .encryption.key" ]
            }
            """);
  }

  @Test
  void writesNothingIfAMappingCannotBecomeARoute() throws IOException {
    String file = file("{\"mappings\": [{\"user\": \"b.*\", \"useClusterDefault\": true}]}");
    CommandRun run = CommandRun.of("import", "trino", file);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rolecall: "
                + file
                + " cannot become routes:\nmapping 1: 'user' is the pattern 'b.*': a route names each"
                + " user\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void saysWhatItNeeds() {
    CommandRun missing = CommandRun.of("import", "trino", "/no/such/file");
    assertThat(missing.err())
        .isEqualTo("rolecall: cannot read /no/such/file: there is no such file\n");
    assertThat(missing.exitCode()).isEqualTo(1);
    CommandRun unknown = CommandRun.of("import", "hive", "/no/such/file");
    assertThat(unknown.err())
        .startsWith(
            "rolecall: Invalid value for positional parameter at index 0 (TOOL): expected one of"
                + " [emrfs, trino] (case-sensitive) but was 'hive'\n");
    assertThat(unknown.exitCode()).isEqualTo(2);
  }
}
