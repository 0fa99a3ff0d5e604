package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rolecall iam --html}: what the page says. */
class IamHtmlTest {

  /** Each sort of route. */
  private static final List<String> ROUTES =
      List.of(
          """
          {"location": "s3a://results", "role": "arn:aws:iam::111111111111:role/writer",
           "scope": "read-write", "kmsKeys": ["arn:aws:kms:eu-west-1:111111111111:key/own"]}""",
          """
          {"location": "s3a://flights", "role": "arn:aws:iam::222222222222:role/reader",
           "externalId": "contract-4711", "duration": "90m", "scope": "read"}""",
          """
          {"location": "s3a://lent/to us", "users": ["bob", "alice"], "groups": ["team"],
           "tags": {"job": "{job}", "team": "a"}, "sourceIdentity": "{user}",
           "roles": [{"role": "arn:aws:iam::111111111111:role/hub"},
                     {"role": "arn:aws:iam::222222222222:role/path/last", "externalId": "b-17"}]}""",
          """
          {"location": "s3a://lent/to us", "groups": ["audit"],
           "role": "arn:aws:iam::222222222222:role/audit"}""",
          """
          {"location": "s3a://crew", "by": "company",
           "role": "arn:aws:iam::222222222222:role/crew"}""",
          """
          {"location": "s3a://own/x", "identity": "base"}""",
          """
          {"location": "s3a://open", "identity": "anonymous"}""",
          """
          {"client": "lake", "role": "arn:aws:iam::111111111111:role/glue"}""",
          """
          {"location": "s3a://*", "role": "arn:aws:iam::111111111111:role/all"}""");

  private static final String[] STORAGE = {
    "--bucket=lent=333333333333",
    "--key=lent=arn:aws:kms:eu-west-1:444444444444:key/theirs",
    "--read=s3a://own/x"
  };

  @TempDir Path scratch;

  private static String document(List<String> routes) {
    return """
    {"version": 1,
     "identities": {"company": {"kind": "saml", "assertionFile": "/run/assertion",
       "provider": "arn:aws:iam::222222222222:saml-provider/company"}},
     "routes": [%s]}
    """
        .formatted(String.join(",\n", routes));
  }

  private Path file() {
    return scratch.resolve("page.html");
  }

  private CommandRun run(CommandRun.Setting setting, String... options) {
    List<String> all = new ArrayList<>(List.of("iam", "--html=" + file()));
    all.add("--principal=arn:aws:iam::111111111111:user/me");
    all.addAll(List.of(options));
    return setting.run(all.toArray(String[]::new));
  }

  private String written(List<String> routes, String... options) throws Exception {
    Path json = Files.writeString(scratch.resolve("routes.json"), document(routes));
    CommandRun run =
        run(new CommandRun.Setting().conf("fs.s3a.rolecall.routes.file", json.toString()), options);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith(file() + "\n");
    return Files.readString(file());
  }

  @Test
  void listsEachRoute() throws Exception {
    assertThat(ReadPage.of(written(ROUTES, STORAGE)).table("routes"))
        .containsExactly(
            "Location | For | May | By whom, from the first to the last | Session",
            "s3a://crew | every user | read-write | "
                + "arn:aws:iam::222222222222:saml-provider/company (SAML sign-in), "
                + "arn:aws:iam::222222222222:role/crew | 30 min, named by the identity provider",
            "s3a://flights | every user | read, sessions are narrowed to it | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::222222222222:role/reader other account with an external id | "
                + "1 h 30 min, name {user}-{job}",
            // What no route names in a bucket that some do is that of every other bucket.
            "s3a://lent, bucket of 333333333333 | every user | "
                + "read-write, KMS key arn:aws:kms:eu-west-1:444444444444:key/theirs | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::111111111111:role/all | 30 min, name {user}-{job}",
            "s3a://lent/to us, bucket of 333333333333 | group audit | "
                + "read-write, KMS key arn:aws:kms:eu-west-1:444444444444:key/theirs | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::222222222222:role/audit other account | "
                + "30 min, name {user}-{job}",
            "s3a://lent/to us, bucket of 333333333333 | users alice, bob, group team | "
                + "read-write, KMS key arn:aws:kms:eu-west-1:444444444444:key/theirs | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::111111111111:role/hub, "
                + "arn:aws:iam::222222222222:role/path/last other account with an external id | "
                + "30 min, name {user}-{job}, tags job={job}, team=a, source identity {user}",
            "s3a://open | every user | what everybody may | nobody: requests are not signed | none",
            "s3a://own | every user | read-write | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::111111111111:role/all | 30 min, name {user}-{job}",
            "s3a://own/x | every user | read | arn:aws:iam::111111111111:user/me (base identity) |"
                + " none: its own credentials",
            "s3a://results | every user | read-write, sessions are narrowed to it, "
                + "KMS key arn:aws:kms:eu-west-1:111111111111:key/own | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::111111111111:role/writer | 30 min, name {user}-{job}",
            "client:lake | every user | what the role may | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::111111111111:role/glue | 30 min, name {user}-{job}",
            "every other bucket | every user | what the role may | "
                + "arn:aws:iam::111111111111:user/me (base identity), "
                + "arn:aws:iam::111111111111:role/all | 30 min, name {user}-{job}");
  }

  @Test
  void listsWhomRolesTrustAndWhoUsesWhatOthersOwn() throws Exception {
    ReadPage page = ReadPage.of(written(ROUTES, STORAGE));
    String me = "arn:aws:iam::111111111111:user/me";
    assertThat(page.table("roles"))
        .containsExactly(
            "Role | Trusts | External id | May pass | Maximum session duration",
            "arn:aws:iam::111111111111:role/all | "
                + me
                + " | no external id | nothing | at least 1 h",
            "arn:aws:iam::111111111111:role/glue | "
                + me
                + " | no external id | nothing | at least 1 h",
            "arn:aws:iam::111111111111:role/hub | "
                + me
                + " | no external id | tags job, team; source identity | at least 1 h",
            "arn:aws:iam::111111111111:role/writer | "
                + me
                + " | no external id | nothing | at least 1 h",
            "arn:aws:iam::222222222222:role/audit | "
                + me
                + " | no external id | nothing | at least 1 h",
            "arn:aws:iam::222222222222:role/crew | arn:aws:iam::222222222222:saml-provider/company,"
                + " with saml:aud https://signin.aws.amazon.com/saml | no external id | nothing |"
                + " at least 1 h",
            "arn:aws:iam::222222222222:role/path/last | arn:aws:iam::111111111111:role/hub |"
                + " external id required | tags job, team; source identity | at least 1 h",
            "arn:aws:iam::222222222222:role/reader | "
                + me
                + " | external id required | nothing | at least 1 h 30 min");
    assertThat(page.table("foreign"))
        .containsExactly(
            "Bucket or key | Account | Its policy names",
            "bucket lent | 333333333333 | arn:aws:iam::111111111111:role/all,"
                + " arn:aws:iam::222222222222:role/audit,"
                + " arn:aws:iam::222222222222:role/path/last",
            "KMS key arn:aws:kms:eu-west-1:444444444444:key/theirs | 444444444444 |"
                + " arn:aws:iam::111111111111:role/all, arn:aws:iam::222222222222:role/audit,"
                + " arn:aws:iam::222222222222:role/path/last");
  }

  @Test
  void drawsTheSame() throws Exception {
    ReadPage page = ReadPage.of(written(ROUTES, STORAGE));
    assertThat(page.boxes())
        .containsExactlyInAnyOrder(
            "user/me, base identity",
            "saml-provider/company, SAML sign-in",
            "nobody, requests are not signed",
            "all, no external id, sessions of 30 min",
            "glue, no external id, sessions of 30 min",
            "hub, no external id, sessions of 30 min, with source identity, tags",
            "writer, no external id, sessions of 30 min",
            "audit, no external id, sessions of 30 min",
            "crew, no external id, sessions of 30 min",
            "path/last, external id required, sessions of 30 min, with source identity, tags",
            "reader, external id required, sessions of 1 h 30 min",
            "s3a://crew, read-write every user",
            "s3a://flights, read every user",
            "s3a://lent, read-write every user, KMS key of 444444444444: theirs",
            "s3a://own, read-write every user",
            "s3a://lent/to us, read-write group audit, read-write users alice, bob; group team,"
                + " KMS key of 444444444444: theirs",
            "s3a://open, what everybody may every user",
            "s3a://own/x, read every user",
            "s3a://results, read-write every user, KMS key of 111111111111: own",
            "client:lake, what the role may every user",
            "every other bucket, what the role may every user");
    assertThat(page.arrows())
        .containsExactlyInAnyOrder(
            // To all, glue, hub and writer, and from the identity provider to crew.
            "assumes",
            "assumes",
            "assumes",
            "assumes",
            "assumes",
            // To reader and audit, and from hub to last.
            "assumes foreign",
            "assumes foreign",
            "assumes foreign",
            // To what is lent, by three.
            "reaches foreign",
            "reaches foreign",
            "reaches foreign",
            "reaches",
            "reaches",
            "reaches",
            "reaches",
            "reaches",
            "reaches",
            "reaches",
            "reaches");
  }

  @Test
  void neverTellsAnExternalId() throws Exception {
    assertThat(written(ROUTES, STORAGE)).doesNotContain("4711", "b-17");
  }

  @Test
  void saysThatAnExternalIdGuardsNothing() throws Exception {
    List<String> routes =
        List.of(
            """
            {"location": "s3a://aa", "role": "arn:aws:iam::222222222222:role/r", "externalId": "e1"}""",
            """
            {"location": "s3a://bb", "role": "arn:aws:iam::222222222222:role/r"}""");
    ReadPage page = ReadPage.of(written(routes));
    assertThat(page.table("roles").get(1))
        .contains(" | external id sent by some routes, required of none | ");
    assertThat(page.boxes())
        .contains("r, external id sent by some routes, required of none, sessions of 30 min");
    assertThat(page.text()).contains("guards nothing. Give it the external id, or another role");
  }

  @Test
  void namesTheCatalogThatHasARouteOfItsOwn() throws Exception {
    CommandRun run =
        run(
            new CommandRun.Setting()
                .conf("fs.s3a.bucket.lake.assumed.role.arn", "arn:aws:iam::111111111111:role/one")
                .conf("fs.s3a.bucket.own.assumed.role.arn", "arn:aws:iam::111111111111:role/one")
                .conf(
                    "spark.sql.catalog.c<1>.hadoop.fs.s3a.bucket.lake.assumed.role.arn",
                    "arn:aws:iam::111111111111:role/two"));
    assertThat(run.err()).isEmpty();
    assertThat(ReadPage.of(Files.readString(file())).table("routes"))
        .filteredOn(row -> row.startsWith("s3a://"))
        .satisfiesExactly(
            row -> assertThat(row).startsWith("s3a://lake, only the configuration of all |"),
            row -> assertThat(row).startsWith("s3a://lake, only catalog c<1> |"),
            row -> assertThat(row).startsWith("s3a://own |"));
  }

  @Test
  void showsAnOwnerHisPartAlone() throws Exception {
    String html = written(ROUTES, concat(STORAGE, "--account=444444444444"));
    ReadPage page = ReadPage.of(html);
    assertThat(page.table("routes"))
        .hasSize(4)
        .filteredOn(row -> row.startsWith("s3a://"))
        .allMatch(row -> row.startsWith("s3a://lent"));
    assertThat(page.table("roles")).as("it has none").isEmpty();
    assertThat(page.table("foreign")).hasSize(2);
    assertThat(page.text()).contains("Who reaches what of account 444444444444");
    assertThat(html).doesNotContain("s3a://flights", "s3a://results", "To know besides");
  }

  private static String[] concat(String[] some, String more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.add(more);
    return all.toArray(String[]::new);
  }

  @Test
  void printsTheNotesThatAreOnThePage() throws Exception {
    List<String> routes =
        List.of(
            """
            {"location": "s3a://lake/a", "role": "arn:aws:iam::111111111111:role/a"}""",
            """
            {"location": "s3a://lake/b", "role": "arn:aws:iam::222222222222:role/b"}""");
    String note =
        "s3a://lake is reached from the accounts 111111111111, 222222222222, and is in one of them"
            + " at most: the others need its policy. Say whose it is with --bucket lake=ACCOUNT";
    assertThat(ReadPage.of(written(routes)).text()).contains(note);
    assertThat(run(new CommandRun.Setting().conf("fs.s3a.rolecall.routes", document(routes))).out())
        .isEqualTo(file() + "\nnote: " + note + "\n");
  }

  @Test
  void theSameRoutesGiveTheSamePage() throws Exception {
    String page = written(ROUTES, STORAGE);
    for (int seed = 0; seed < 10; seed++) {
      List<String> other = new ArrayList<>(ROUTES);
      Collections.shuffle(other, new Random(seed));
      assertThat(written(other, STORAGE)).isEqualTo(page);
    }
  }

  /** IAM has no room for more locations of a role, or other accounts' roles of an identity. */
  @Test
  void aThousandRoutesAreListedAndDrawnInShort() throws Exception {
    String many =
        "{\"location\": \"s3a://lake%s%d\", \"role\": \"arn:aws:iam::222222222222:role/r%d\"}";
    List<String> inOne = new ArrayList<>();
    List<String> inSeveral = new ArrayList<>();
    List<String> forOne = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      inOne.add(many.formatted("/p", i, i % 20));
      inSeveral.add(many.formatted("", i, i % 20));
      forOne.add(
          "{\"location\": \"s3a://lake\", \"users\": [\"u%d\"],".formatted(i)
              + " \"role\": \"arn:aws:iam::222222222222:role/r\"}");
    }
    ReadPage page = ReadPage.of(written(inOne));
    assertThat(page.table("routes")).hasSize(1001);
    assertThat(page.boxes("place"::equals))
        .hasSize(20)
        .containsOnly("s3a://lake, read-write 50 locations in it");
    page = ReadPage.of(written(inSeveral));
    assertThat(page.table("routes")).hasSize(1001);
    assertThat(page.boxes("place"::equals))
        .hasSize(20)
        .containsOnly("several buckets, read-write 50 locations in them");
    page = ReadPage.of(written(forOne));
    assertThat(page.table("routes")).hasSize(1001);
    assertThat(page.boxes("place"::equals))
        .singleElement()
        .asString()
        .startsWith("s3a://lake, read-write user u0, read-write user u100, ")
        .endsWith(", and 993 more, in the table");
  }

  @Test
  void aThousandRolesAreDrawn() throws Exception {
    List<String> routes =
        IntStream.range(0, 1000)
            .mapToObj(
                ("{\"location\": \"s3a://lake%1$d\", \"roles\": ["
                        + "{\"role\": \"arn:aws:iam::111111111111:role/hub%1$d\"},"
                        + " {\"role\": \"arn:aws:iam::333333333333:role/r%1$d\"}]}")
                    ::formatted)
            .toList();
    String html = written(routes);
    assertThat(ReadPage.of(html).boxes("role"::equals)).hasSize(2000);
    assertThat(html).hasSizeLessThan(6_000_000);
  }

  /** Roles that lead to each other, in two routes. */
  @Test
  void chainsThatGoBackAreDrawn() throws Exception {
    String route =
        "{\"location\": \"s3a://%s%s\", \"roles\": ["
            + "{\"role\": \"arn:aws:iam::222222222222:role/%1$s\"},"
            + " {\"role\": \"arn:aws:iam::222222222222:role/%2$s\"}]}";
    ReadPage page =
        ReadPage.of(written(List.of(route.formatted("aa", "bb"), route.formatted("bb", "aa"))));
    assertThat(page.boxes("role"::equals)).hasSize(2);
    assertThat(page.arrows())
        .containsExactlyInAnyOrder(
            "assumes foreign", "assumes foreign", "assumes", "assumes", "reaches", "reaches");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--json | --json",
        "--format=text | --format",
        "--out=x | --out",
      })
  void isWrittenAlone(String option, String named) {
    CommandRun run = run(new CommandRun.Setting(), option);
    assertThat(run.err()).isEqualTo("rolecall: --html and " + named + ": say one of them\n");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(file()).doesNotExist();
  }

  @Test
  void replacesAFileAndSaysWhereItCannotWrite() throws Exception {
    Files.writeString(file(), "older ".repeat(100_000));
    assertThat(written(ROUTES, STORAGE)).doesNotContain("older").endsWith("</html>\n");
    Files.delete(file());
    Files.createDirectory(file());
    CommandRun run =
        run(
            new CommandRun.Setting()
                .conf("fs.s3a.bucket.lake.assumed.role.arn", "arn:aws:iam::111111111111:role/r"));
    assertThat(run.err()).isEqualTo("rolecall: cannot write " + file() + ": Is a directory\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
