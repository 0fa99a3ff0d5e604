package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An open declaration lets a driver choose roles, and nothing else. */
class OpenDeclarationTest extends LaunchedApplication {

  @Test
  void anOpenDeclarationLetsTheDriverChooseRoles() {
    launched.set("fs.s3a.rolecall.declaration", "open");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.other.assumed.role.arn", WRITER);
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://other\", \"role\": \""
            + WRITER
            + "\"}]}");
    assertThatCode(() -> declaration().admit(conf, "other")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fs.s3a.assumed.role.sts.endpoint | https://sts.evil",
        "fs.s3a.endpoint | https://s3.evil",
        "fs.s3a.rolecall.routes.file | /etc/passwd",
        "fs.s3a.rolecall.base.identity | properties:/etc/passwd",
        "fs.s3a.rolecall.process | driver",
        "fs.s3a.rolecall.declaration | frozen",
        "hadoop.security.credential.provider.path | jceks://file/tmp/evil",
        "fs.s3a.rolecall.routes | {'version': 1, 'identities': {'x': {'kind': 'saml',"
            + " 'assertionCommand': ['/bin/sh']}}, 'routes': []}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'role':"
            + " 'arn:aws:iam::111122223333:role/reader', 'stsEndpoint': 'https://sts.evil'}]}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'identity':"
            + " 'properties:/etc/passwd'}]}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'role':"
            + " 'arn:aws:iam::111122223333:role/reader', 'by': 'instance-profile'}]}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'role':"
            + " 'arn:aws:iam::111122223333:role/reader', 'region': 'x.evil/#'}]}",
        "fs.s3a.bucket.data.rolecall.routes | {'version': 1, 'identities': {'x': {'kind': 'saml',"
            + " 'assertionCommand': ['/bin/sh']}}, 'routes': []}",
        "fs.s3a.bucket.data.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data',"
            + " 'identity': 'properties:/etc/passwd'}]}",
      })
  void anOpenDeclarationOpensNeitherCommandsNorFilesNorEndpoints(String key, String value) {
    launched.set("fs.s3a.rolecall.declaration", "open");
    Configuration conf = new Configuration(launched);
    conf.set(key, value.replace('\'', '"'));
    assertThatThrownBy(() -> admit(conf)).hasMessageStartingWith("s3a://data: " + key + " = ");
  }

  @Test
  void whatTheDriverChoseIsRefusedOnExecutors() {
    launched.set("fs.s3a.rolecall.declaration", "open");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    assertThatCode(() -> admit(conf)).doesNotThrowAnyException();
    assertThatThrownBy(() -> declaration(true).admit(conf, "data"))
        .hasMessage(
            "s3a://data: fs.s3a.bucket.data.assumed.role.arn = '"
                + WRITER
                + "' (programmatically), but this application was started with '"
                + READER
                + "'. Who signs, and where requests go, is declared by whoever starts the application:"
                + " set spark.hadoop.fs.s3a.bucket.data.assumed.role.arn at launch, or do without it"
                + " here. What an open declaration lets a driver choose serves the driver's own file"
                + " systems: executors have the roles of the launch");
  }

  @Test
  void whatAnOpenDeclarationLetsChooseIsAllThatIsTaken() {
    launched.set("fs.s3a.rolecall.declaration", "open");
    launched.set("fs.s3a.access.key", "AKIALAUNCHED");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    conf.unset("fs.s3a.access.key");
    conf.set("fs.hdfs.impl", "a query's");
    Configuration settled = declaration().settle(conf, "s3a", "data", false);
    assertThat(settled.get("fs.s3a.bucket.data.assumed.role.arn")).isEqualTo(WRITER);
    assertThat(settled.get("fs.s3a.access.key")).isNull();
    assertThat(settled.get("fs.hdfs.impl")).isNull();
  }
}
