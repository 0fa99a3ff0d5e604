package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.NamedClient;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever names their own accounts asks for no role of another one without an external id. */
class OwnAccountsTest {

  private static final String KEY = "fs.s3a.rolecall.own.accounts";
  private static final String OWN = "arn:aws:iam::111111111111:role/hub";
  private static final String FOREIGN = "arn:aws:iam::222222222222:role/reader";

  private static final String REFUSED =
      "the role arn:aws:iam::222222222222:role/reader is of the account 222222222222, which is none"
          + " of fs.s3a.rolecall.own.accounts (111111111111, 333333333333), and is asked for without"
          + " an external id. Agree on one with the owner of the account, who demands it in the"
          + " role's trust policy, and write it as 'externalId' (for a role of the keys,"
          + " fs.s3a.assumed.role.external.id); or add the account, if it is one's own";

  private final Configuration conf = new Configuration(false);

  OwnAccountsTest() {
    conf.set(KEY, "333333333333, 111111111111");
  }

  private void route(String fields) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'identities': {'okta': {'kind': 'saml', 'assertionFile': '/a', 'role': '"
                + FOREIGN
                + "'}}, 'routes': [{'location': 's3a://data', "
                + fields.replace("OWN", OWN).replace("FOREIGN", FOREIGN)
                + "}]}")
            .replace('\'', '"'));
  }

  private void read() {
    RouteBook.of(conf).of("data", HadoopUser.of("alice")).routes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'role': 'FOREIGN'",
        "'roles': [{'role': 'OWN'}, {'role': 'FOREIGN'}]",
        "'roles': [{'role': 'OWN', 'externalId': 'x-1'}, {'role': 'FOREIGN'}]",
        "'roles': [{'role': 'FOREIGN'}, {'role': 'OWN'}]",
        "'role': 'FOREIGN', 'users': ['bob']",
      })
  void aForeignRoleNeedsAnExternalId(String fields) {
    route(fields);
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: route of s3a://data: " + REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'role': 'OWN'",
        "'role': 'FOREIGN', 'externalId': 'x-1'",
        "'roles': [{'role': 'OWN'}, {'role': 'FOREIGN', 'externalId': 'x-1'}]",
        // The owner's own matter: the caller is of the same account.
        "'roles': [{'role': 'FOREIGN', 'externalId': 'x-1'},"
            + " {'role': 'arn:aws:iam::222222222222:role/inner'}]",
        // STS takes none in exchange for an assertion.
        "'role': 'FOREIGN', 'by': 'okta'",
        "'identity': 'base'",
        "'identity': 'anonymous'",
      })
  void anyOtherRouteIsRead(String fields) {
    route(fields);
    assertThatCode(this::read).doesNotThrowAnyException();
  }

  @Test
  void aTemplateIsOfOneAccount() {
    route(
        "'role': 'arn:aws:iam::222222222222:role/home-{user}',"
            + " 'allowed': 'arn:aws:iam::222222222222:role/home-.*'");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3a://data: "
                + REFUSED.replace("role/reader", "role/home-{user}"));
  }

  @Test
  void theRoleOfAKeyNeedsOneToo() {
    conf.set("fs.s3a.bucket.data.assumed.role.arn", FOREIGN);
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.bucket.data.assumed.role.arn = '" + FOREIGN + "': " + REFUSED);
    conf.set("fs.s3a.bucket.data.assumed.role.external.id", "contract-4711");
    assertThatCode(this::read).doesNotThrowAnyException();
  }

  @Test
  void aBucketsOwnKeyIsNamed() {
    route("'role': 'FOREIGN'");
    conf.set("fs.s3a.bucket.data.rolecall.own.accounts", "111111111111,333333333333");
    assertThatThrownBy(this::read)
        .hasMessageContaining("which is none of fs.s3a.bucket.data.rolecall.own.accounts (");
  }

  @Test
  void aClientsRoleNeedsOneToo() {
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"client\": \"glue\", \"role\": \"" + FOREIGN + "\"}]}");
    assertThatThrownBy(
            () -> RouteBook.of(conf).of(new NamedClient("glue"), HadoopUser.of("alice")).route())
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(REFUSED);
  }

  /** Not by the job alone: what lists routes for people refuses the same. */
  @Test
  void listsOfRoutesAreRefusedAlike() {
    route("'role': 'FOREIGN'");
    Consumer<RouteBook> all = RouteBook::all;
    assertThatThrownBy(() -> all.accept(RouteBook.of(conf)))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(REFUSED);
  }

  @Test
  void nobodyAsksWhereNoAccountIsNamed() {
    conf.unset(KEY);
    route("'role': 'FOREIGN'");
    assertThatCode(this::read).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "11111111111 | 11111111111",
        "111111111111,  | ''",
        "111111111111, 2222 | 2222",
        "arn:aws:iam::111111111111:root | arn:aws:iam::111111111111:root",
        "* | *",
      })
  void anAccountThatIsNoneIsRefused(String accounts, String wrong) {
    conf.set(KEY, accounts);
    route("'role': 'OWN'");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            KEY
                + " = '"
                + accounts.trim()
                + "': '"
                + wrong
                + "' is no account: expected account,..., each of 12 digits on AWS, such as"
                + " 111111111111");
    assertThat(conf.get(KEY)).isEqualTo(accounts);
  }
}
