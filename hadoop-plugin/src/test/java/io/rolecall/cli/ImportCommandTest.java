package io.rolecall.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
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
                + " its route ends at a '/' (s3a://myotherbucket/data/...)\n"
                + "rolecall: routed to the base identity: s3a://*. The driver"
                + " alone has it, and executors are refused there: name a role for what they read or"
                + " write\n");
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
              "differences" : [ "mapping 1: 'kmsKeyId' is not carried over: set fs.s3a.bucket.BUCKET.encryption.algorithm and .encryption.key" ],
              "problems" : [ ]
            }
            """);
  }

  /** The second and the third cannot be carried over; the first and the last can. */
  private static final String SOME_GOOD =
      """
      {"mappings": [
        {"prefix": "s3://b1/", "iamRole": "arn:aws:iam::111111111111:role/one"},
        {"prefix": "s3://b2/", "user": "b.*", "iamRole": "arn:aws:iam::111111111111:role/two"},
        {"prefix": "s3://b3/", "accessKey": "AKIA", "secretKey": "do-not-show"},
        {"prefix": "hdfs://x/", "iamRole": "arn:aws:iam::111111111111:role/one"},
        {"prefix": "s3://b2/", "user": "alice", "iamRole": "arn:aws:iam::111111111111:role/one"}]}
      """;

  @Test
  void writesWhatCanBeImportedAndNamesEachMappingThatCannot() throws IOException {
    CommandRun run = CommandRun.of("import", "trino", file(SOME_GOOD));
    assertThat(run.err())
        .isEqualTo(
            """
            rolecall: not imported: mapping 2: 'user' is the pattern 'b.*': a route names each user
            rolecall: not imported: mapping 3: 'accessKey': a mapping to static keys. Make it a named identity of the routes, and remove it here
            rolecall: not imported: mapping 3: no 'iamRole': a route has one role
            rolecall: not imported: mapping 4: 'hdfs://x/' is not an S3 location: expected s3a://bucket or s3a://bucket/prefix
            rolecall: where these mappings decided, a route has the reason in place of its role, and its bucket is refused until you name the role there
            """);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out())
        .isEqualTo(
            """
            {
              "version" : 1,
              "routes" : [ {
                "location" : "s3a://b1",
                "role" : "arn:aws:iam::111111111111:role/one"
              }, {
                "location" : "s3a://b2",
                "users" : [ "b.*" ],
                "role" : "mapping 2 was not imported: 'user' is the pattern 'b.*': a route names each user"
              }, {
                "location" : "s3a://b2",
                "users" : [ "alice" ],
                "role" : "arn:aws:iam::111111111111:role/one"
              }, {
                "location" : "s3a://b3",
                "role" : "mapping 3 was not imported: 'accessKey': a mapping to static keys. Make it a named identity of the routes, and remove it here"
              } ]
            }
            """);
  }

  @Test
  void aBucketOfAMappingThatWasNotImportedIsRefusedUntilItsRoleIsNamed() throws IOException {
    String routes = CommandRun.of("import", "trino", file(SOME_GOOD)).out();
    CommandRun.Setting setting = new CommandRun.Setting().conf("fs.s3a.rolecall.routes", routes);
    assertThat(setting.run("explain", "s3a://b1/x").exitCode()).isZero();
    CommandRun refused = setting.run("explain", "--user", "alice", "s3a://b2/x");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .isEqualTo(
            "rolecall: fs.s3a.rolecall.routes: route of s3a://b2: 'mapping 2 was not imported: 'user'"
                + " is the pattern 'b.*': a route names each user' is not a role ARN: expected"
                + " arn:aws:iam::<account>:role/<name>\n");
  }

  @Test
  void theGuideShowsSuchARoute() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "guides", "import.md"));
    assertThat(CommandRun.of("import", "trino", file(SOME_GOOD)).out().replaceAll("\\s+", ""))
        .contains(
            page.substring(page.indexOf("{\"location\""), page.indexOf("}\n```"))
                .replaceAll("\\s+", ""));
  }

  @Test
  void answersInJsonWhatCouldNotBeImported() throws IOException {
    CommandRun run = CommandRun.of("import", "trino", "--json", file(SOME_GOOD));
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out())
        .contains(
            "\"problems\" : [ \"mapping 2: 'user' is the pattern 'b.*': a route names each user\",");
  }

  @Test
  void writesNothingIfNoMappingCanBecomeARoute() throws IOException {
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
  void readsAFileOfWindows() throws IOException {
    String good = "{\"mappings\": [{\"prefix\": \"s3://b1/\", \"useClusterDefault\": true}]}";
    assertThat(CommandRun.of("import", "trino", file("\uFEFF" + good)).exitCode()).isZero();
    Path wide = Files.write(folder.resolve("wide"), ("\uFEFF" + good).getBytes(UTF_16LE));
    assertThat(CommandRun.of("import", "trino", wide.toString()).err())
        .isEqualTo(
            "rolecall: cannot read "
                + wide
                + ": not UTF-8 in line 1, column 1. Save it as UTF-8\n");
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
                + " [emrfs, trino, iceberg] (case-sensitive) but was 'hive'\n");
    assertThat(unknown.exitCode()).isEqualTo(2);
  }
}
