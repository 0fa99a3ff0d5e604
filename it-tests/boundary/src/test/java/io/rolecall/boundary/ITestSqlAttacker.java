package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody whose SQL runs in the application. */
class ITestSqlAttacker {

  private static Accounts accounts;
  private static Application application;

  @BeforeAll
  static void start() throws Exception {
    accounts = Accounts.start();
    application = Application.start(accounts, "sql-attacker", Accounts.declaredRoles());
  }

  @AfterAll
  static void stop() throws Exception {
    application.close();
    accounts.close();
  }

  private static List<String> read(SparkSession session, String location) {
    return session.sql("SELECT value FROM text.`" + location + "`").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void neighbourReads() {
    assertThat(read(application.connect("alice"), "s3a://lake/honest.txt"))
        .isEqualTo(Accounts.HONEST_LINES);
  }

  @Test
  void aCommandIsNotRun() throws Exception {
    Path canary = application.scratch().resolve("canary");
    SparkSession mallory = application.connect("mallory");
    String bucket = accounts.freshTarget();
    mallory.sql(
        "SET fs.s3a.rolecall.routes={\"version\":1,\"identities\":{\"me\":{\"kind\":\"saml\",\"assertionCommand\":[\"/bin/sh\",\"-c\",\"id > "
            + canary
            + "\"]}},\"routes\":[{\"location\":\"s3a://"
            + bucket
            + "/inside\",\"role\":\"arn:aws:iam::222222222222:role/target-reader\",\"by\":\"me\"}]}");
    catchThrowable(() -> read(mallory, "s3a://" + bucket + "/inside/honest.txt"));
    assertThat(canary).as("written by the command that the SQL names").doesNotExist();
  }
}
