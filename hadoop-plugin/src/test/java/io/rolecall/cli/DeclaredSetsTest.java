package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code routes} and {@code explain} say where catalogs have keys of their own. */
class DeclaredSetsTest {

  private static final String ONE = "arn:aws:iam::111111111111:role/one";
  private static final String TWO = "arn:aws:iam::222222222222:role/two";
  private static final String LAKE = "spark.sql.catalog.lake.hadoop.";
  private static final String ARN = ".assumed.role.arn";
  private static final String OPEN =
      "{\"version\":1,\"routes\":[{\"location\":\"s3a://open\",\"identity\":\"anonymous\"}]}";

  private final CommandRun.Setting setting =
      new CommandRun.Setting()
          .conf("fs.s3a.bucket.b1" + ARN, ONE)
          .conf("fs.s3a.bucket.b2" + ARN, ONE)
          .conf("fs.s3a.rolecall.routes", OPEN);

  @Test
  void routesNameTheCatalogWhereItSaysSomethingElse() {
    CommandRun run =
        setting
            .conf(LAKE + "fs.s3a.bucket.b2" + ARN, TWO)
            .conf(LAKE + "fs.s3a.bucket.b3" + ARN, TWO)
            .conf(LAKE + "fs.s3a.rolecall.routes", "{\"version\":1,\"routes\":[]}")
            .conf("spark.sql.catalog.any.hadoop.fs.s3a" + ARN, TWO)
            .conf("spark.sql.catalog.same.hadoop.fs.s3a.block.size", "64M")
            .run("routes");
    assertThat(run.out())
        .isEqualTo(
            """
            location            access                              for  external id  duration  set
            s3a://b1            arn:aws:iam::111111111111:role/one                    1800 s
            s3a://b2            arn:aws:iam::111111111111:role/one                    1800 s
            s3a://open          anonymous
            s3a://b2            arn:aws:iam::222222222222:role/two                    1800 s    catalog lake
            s3a://b3            arn:aws:iam::222222222222:role/two                    1800 s    catalog lake
            s3a://open          none                                                            catalog lake
            every other bucket  arn:aws:iam::222222222222:role/two                    1800 s    catalog any
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void routesNameTheCatalogInJson() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("spark.sql.catalog.any.hadoop.fs.s3a" + ARN, TWO)
            .conf(LAKE + "fs.s3a.rolecall.routes", OPEN)
            .run("routes", "--json");
    assertThat(run.out())
        .isEqualTo(
            """
            {
              "routes" : [ {
                "location" : "s3a://open",
                "access" : "anonymous",
                "roles" : [ ],
                "externalId" : false,
                "set" : "catalog lake"
              } ],
              "everyOtherBucket" : [ {
                "location" : "every other bucket",
                "access" : "role",
                "roles" : [ "arn:aws:iam::222222222222:role/two" ],
                "externalId" : false,
                "durationSeconds" : 1800,
                "set" : "catalog any"
              } ]
            }
            """);
  }

  @Test
  void explainTellsWhatACatalogSaysOtherwise() {
    setting
        .conf(LAKE + "fs.s3a.bucket.b1" + ARN, TWO)
        .conf(LAKE + "fs.s3a.bucket.b1.assumed.role.session.name", "lake-{job}")
        .conf(
            "spark.sql.catalog.none.hadoop.fs.s3a.rolecall.routes",
            "{\"version\":1,\"routes\":[]}");
    CommandRun run = setting.run("explain", "s3a://b1/t", "--user=alice");
    assertThat(run.out())
        .isEqualTo(
            """
            location         s3a://b1/t
            route            s3a://b1

            role             arn:aws:iam::111111111111:role/one
            assumed by       the base identity
            external id      none
            duration         1800 s
            session name     alice-{job}
            tags             none
            source identity  none
            policy           none
            STS              AWS's endpoint, region of the SDK's region chain

            set              catalog lake
            route            s3a://b1

            role             arn:aws:iam::222222222222:role/two
            assumed by       the base identity
            external id      none
            duration         1800 s
            session name     lake-{job}
            tags             none
            source identity  none
            policy           none
            STS              AWS's endpoint, region of the SDK's region chain
            """);
    assertThat(run.exitCode()).isZero();
    assertThat(setting.run("explain", "s3a://open").out())
        .isEqualTo(
            """
            location         s3a://open
            route            s3a://open
            access           anonymous: requests are sent without a signature

            set              catalog none
            route            none
            """);
  }

  @Test
  void aLocationThatACatalogAloneRoutesHasAccess() {
    setting.conf(LAKE + "fs.s3a.rolecall.routes", OPEN.replace("s3a://open", "s3a://own"));
    CommandRun run = setting.run("explain", "s3a://own/t");
    assertThat(run.out())
        .isEqualTo(
            """
            location         s3a://own/t
            route            none

            set              catalog lake
            route            s3a://own
            access           anonymous: requests are sent without a signature
            """);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(setting.run("explain", "s3a://own/t", "--json", "--user=alice").out())
        .isEqualTo(
            """
            {
              "location" : "s3a://own/t",
              "user" : "alice",
              "access" : "none",
              "roles" : [ ],
              "lost" : [ ],
              "sets" : [ {
                "location" : "s3a://own/t",
                "user" : "alice",
                "route" : "s3a://own",
                "access" : "anonymous",
                "roles" : [ ],
                "lost" : [ ],
                "set" : "catalog lake"
              } ]
            }
            """);
  }

  @Test
  void whatACatalogClosesIsClosed() {
    setting.conf(
        LAKE + "fs.s3a.rolecall.routes",
        OPEN.replace("s3a://open", "s3a://own").replace("}]", ",\"users\":[\"bob\"]}]"));
    CommandRun run = setting.run("explain", "s3a://own/t", "--user=alice");
    assertThat(run.out())
        .startsWith(
            """
            location         s3a://own/t
            route            none

            set              catalog lake
            route            s3a://own
            access           none for user 'alice'
            """);
    assertThat(run.err()).startsWith("rolecall: s3a://own");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void whatCannotBeReadNamesItsCatalog() {
    setting.conf(LAKE + "fs.s3a.rolecall.routes", OPEN.replace("anonymous", "nobody"));
    String message =
        "rolecall: catalog lake: fs.s3a.rolecall.routes: route of s3a://open: identity 'nobody' is not"
            + " known; expected one of 'identities' [], or default, keys, environment, chain,"
            + " instance-profile, container, web-identity, profile:NAME, properties:FILE\n";
    assertThat(setting.run("routes").err()).isEqualTo(message);
    assertThat(setting.run("explain", "s3a://open").err()).isEqualTo(message);
  }
}
