package io.rolecall.routes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.Access;
import io.rolecall.route.NamedClient;
import io.rolecall.route.RoleArn;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.route.Scope;
import io.rolecall.route.ScopedLocation;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import io.rolecall.routes.json.RouteDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scopes of routes as session policies. */
class ScopedSessionsTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/r";
  private static final String OTHER = "arn:aws:iam::111122223333:role/other";
  private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/k1";
  private static final String ALL =
      "\"Action\":[\"s3:AbortMultipartUpload\",\"s3:DeleteObject\",\"s3:GetObject\",\"s3:PutObject\"]";

  private final Configuration conf = new Configuration(false);

  /** Single quotes stand for double ones, {@code R} for the role and {@code O} for another. */
  private void routes(String... routes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + String.join(",", routes) + "]}")
            .replace("'R'", "'" + ROLE + "'")
            .replace("'O'", "'" + OTHER + "'")
            .replace('\'', '"'));
  }

  private Access.Role role(RouteBook book, HadoopUser user, String bucket, String key) {
    return requireNonNull(book.of(bucket, user).routes().find(key), bucket + "/" + key)
        .access()
        .toRole()
        .orElseThrow();
  }

  private Access.Role role(String bucket, String key) {
    return role(RouteBook.of(conf), HadoopUser.of("alice"), bucket, key);
  }

  private String policy(String bucket, String key) {
    return role(bucket, key).terms().policy().orElse("none");
  }

  private static String policyOf(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  @Test
  void aScopeThatReadsAllowsItsObjectsAndTheirNamesAlone() {
    routes("{'location': 's3a://aa/in', 'role': 'R', 'scope': 'read'}");
    assertThat(policy("aa", "in/x"))
        .isEqualTo(
            policyOf(
                "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],"
                    + "\"Resource\":[\"arn:aws:s3:::aa/in\",\"arn:aws:s3:::aa/in/*\"]}",
                "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\"],\"Resource\":[\"arn:aws:s3:::aa\"],"
                    + "\"Condition\":{\"StringLike\":{\"s3:prefix\":[\"in\",\"in/*\"]}}}"));
  }

  @Test
  void aScopeThatWritesReadsNoObject() {
    routes("{'location': 's3a://ab', 'role': 'R', 'scope': 'write', 'kmsKeys': ['" + KEY + "']}");
    assertThat(policy("ab", "x"))
        .isEqualTo(
            policyOf(
                "{\"Effect\":\"Allow\",\"Action\":[\"kms:Decrypt\",\"kms:GenerateDataKey\"],"
                    + "\"Resource\":[\""
                    + KEY
                    + "\"]}",
                "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\",\"s3:ListBucketMultipartUploads\"],"
                    + "\"Resource\":[\"arn:aws:s3:::ab\"]}",
                "{\"Effect\":\"Allow\",\"Action\":[\"s3:AbortMultipartUpload\",\"s3:DeleteObject\",\"s3:PutObject\"],"
                    + "\"Resource\":[\"arn:aws:s3:::ab/*\"]}"));
  }

  @Test
  void locationsOfOneRoleShareASessionInAllBuckets() {
    routes(
        "{'location': 's3a://a1/in', 'role': 'R', 'scope': 'read', 'kmsKeys': ['" + KEY + "']}",
        "{'location': 's3a://b1/out', 'role': 'R', 'scope': 'read-write'}",
        "{'location': 's3a://c1', 'role': 'O', 'scope': 'read'}");
    conf.set("fs.s3a.bucket.d1.assumed.role.arn", ROLE);
    conf.set("fs.s3a.bucket.d1.rolecall.scope", "write");
    String shared = policy("a1", "in/x");
    assertThat(shared)
        .contains("arn:aws:s3:::a1/in/*", ALL + ",\"Resource\":[\"arn:aws:s3:::b1/out\"")
        .contains("arn:aws:s3:::d1/*", "[\"kms:Decrypt\"],\"Resource\":[\"" + KEY)
        .doesNotContain("c1", "GenerateDataKey", "Deny");
    assertThat(role("b1", "out/x")).isEqualTo(role("a1", "in/x")).isEqualTo(role("d1", "x"));
    assertThat(role("b1", "out/x").fingerprint()).isEqualTo(role("a1", "in/x").fingerprint());
    assertThat(policy("c1", "x")).contains("c1").doesNotContain("a1", "b1", "d1");
  }

  @Test
  void theOrderOfRoutesDoesNotMatter() {
    String one = "{'location': 's3a://b1/out', 'role': 'R', 'scope': 'read-write'}";
    String two = "{'location': 's3a://a1/in', 'role': 'R', 'scope': 'read'}";
    routes(one, two);
    String before = policy("a1", "in/x");
    routes(two, one);
    assertThat(policy("a1", "in/x")).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "another role      | 'role': 'O'",
        "other terms       | 'role': 'R', 'duration': '1h'",
        "an external id    | 'role': 'R', 'externalId': 'x1'",
        "another STS       | 'role': 'R', 'region': 'eu-west-1'",
        "a chain           | 'roles': [{'role': 'O'}, {'role': 'R'}]"
      })
  void anotherWayToARoleIsAnotherSession(String what, String access) {
    routes(
        "{'location': 's3a://a1', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://b1', " + access + ", 'scope': 'read'}");
    assertThat(policy("a1", "x")).as(what).doesNotContain("b1");
    assertThat(policy("b1", "x")).as(what).doesNotContain("a1");
  }

  @Test
  void anUnscopedRouteOfTheRoleKeepsASessionOfItsOwn() {
    routes(
        "{'location': 's3a://a1', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://b1', 'role': 'R', 'scope': 'role'}",
        "{'location': 's3a://c1', 'role': 'R'}");
    assertThat(policy("a1", "x")).doesNotContain("b1", "c1");
    assertThat(policy("b1", "x")).isEqualTo("none");
    assertThat(policy("c1", "x")).isEqualTo("none");
    conf.set("fs.s3a.rolecall.scope", "write");
    assertThat(policy("b1", "x")).isEqualTo("none");
    assertThat(policy("c1", "x")).contains("PutObject", "a1");
  }

  @Test
  void aChainsPolicyIsTheLastRoles() {
    routes("{'location': 's3a://a1', 'roles': [{'role': 'O'}, {'role': 'R'}], 'scope': 'read'}");
    Access.Role last = role("a1", "x");
    assertThat(last.terms().policy()).isPresent();
    assertThat(requireNonNull(last.through()).terms().policy()).isEmpty();
  }

  @Test
  void aUserIsAllowedWhatHisRoutesGiveHim() {
    routes(
        "{'location': 's3a://a1', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://b1', 'role': 'R', 'scope': 'read-write', 'users': ['alice']}",
        "{'location': 's3a://b1', 'role': 'R', 'scope': 'read', 'users': ['bob']}",
        "{'location': 's3a://c1', 'role': 'R', 'scope': 'read', 'users': ['bob']}",
        "{'location': 's3a://a1/bobs', 'role': 'R', 'scope': 'read', 'users': ['bob']}");
    RouteBook book = RouteBook.of(conf);
    String alices = role(book, HadoopUser.of("alice"), "a1", "x").terms().policy().orElse("none");
    String bobs = role(book, HadoopUser.of("bob"), "a1", "x").terms().policy().orElse("none");
    assertThat(alices)
        .contains(ALL + ",\"Resource\":[\"arn:aws:s3:::b1/*\"]")
        .contains("{\"Effect\":\"Deny\"," + ALL + ",\"Resource\":[\"arn:aws:s3:::a1/bobs\"")
        .doesNotContain("c1");
    assertThat(bobs).contains("c1").doesNotContain("PutObject", "bobs");
  }

  /** What is between two locations of a role is denied in the outer one's session. */
  @Test
  void noLocationIsWiderForAnotherAroundIt() {
    routes(
        "{'location': 's3a://a1', 'role': 'R', 'scope': 'read-write'}",
        "{'location': 's3a://a1/same', 'role': 'R', 'scope': 'read-write'}",
        "{'location': 's3a://a1/ref', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://a1/ref/new', 'role': 'R', 'scope': 'read-write'}",
        "{'location': 's3a://a1/theirs', 'role': 'O', 'scope': 'read'}",
        "{'location': 's3a://a1/theirs/mine', 'role': 'R', 'scope': 'read'}");
    String whole = policy("a1", "x");
    assertThat(policy("a1", "same/x")).isEqualTo(whole);
    assertThat(whole)
        .contains(ALL + ",\"Resource\":[\"arn:aws:s3:::a1/*\"]")
        .contains(
            "{\"Effect\":\"Deny\","
                + ALL
                + ",\"Resource\":[\"arn:aws:s3:::a1/ref\","
                + "\"arn:aws:s3:::a1/ref/*\",\"arn:aws:s3:::a1/theirs\",\"arn:aws:s3:::a1/theirs/*\"]}")
        .contains("\"s3:prefix\":[\"ref/*\",\"theirs/*\"]");
    assertThat(policy("a1", "ref/x"))
        .isEqualTo(policy("a1", "theirs/mine/x"))
        .contains("\"Allow\",\"Action\":[\"s3:GetObject\"]", "arn:aws:s3:::a1/theirs/mine/*")
        .contains("{\"Effect\":\"Deny\"," + ALL + ",\"Resource\":[\"arn:aws:s3:::a1/ref/new\"")
        .doesNotContain("\"Allow\"," + ALL);
    assertThat(policy("a1", "ref/new/x"))
        .contains("\"Allow\"," + ALL)
        .doesNotContain("Deny", "theirs", "a1/*\"");
  }

  /** Executors have one route, and so one session, of all these buckets. */
  @Test
  void aBucketThatNoRouteNamesHasNoScope() {
    routes(
        "{'location': 's3a://*', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://a1', 'role': 'R', 'scope': 'read'}");
    assertThatThrownBy(() -> policy("other", "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://other has no route of its own, and a role of every bucket can have no scope"
                + " ('read'): a session policy names its buckets. Name the bucket in a route, or set"
                + " the scope to 'role' (from fs.s3a.rolecall.routes and fs.s3a.assumed.role.arn)");
    assertThat(policy("a1", "x")).contains("a1").doesNotContain("other");
  }

  /** The bucket around it is closed, as it has to be, and not what routes name in it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPrefixThatARouteNamesHasItsScopeThereToo(boolean ofTheKeys) {
    if (ofTheKeys) {
      conf.set("fs.s3a.assumed.role.arn", ROLE);
      conf.set("fs.s3a.rolecall.scope", "read");
      routes("{'location': 's3a://b1/in', 'role': 'R', 'scope': 'read'}");
    } else {
      routes(
          "{'location': 's3a://*', 'role': 'R', 'scope': 'read'}",
          "{'location': 's3a://b1/in', 'role': 'R', 'scope': 'read'}");
    }
    assertThat(policy("b1", "in/x")).contains("b1/in");
    Access around =
        requireNonNull(
                RouteBook.of(conf).of("b1", HadoopUser.of("alice")).routes().find("elsewhere/x"))
            .access();
    assertThat(around.<String>match(r -> "role", b -> "base", a -> "all", Access.Nobody::why))
        .startsWith("s3a://b1 has no route of its own, and a role of every bucket can have no");
  }

  /** S3 asks for a right that no scope gives. */
  @ParameterizedTest
  @CsvSource({"fs.s3a.acl.default, write", "fs.s3a.bucket.b1.acl.default, read-write"})
  void whoSetsAclsOfWhatHeWritesHasNoScope(String key, String scope) {
    routes("{'location': 's3a://b1/out', 'role': 'R', 'scope': '" + scope + "'}");
    conf.set(key, "BucketOwnerFullControl");
    assertThatThrownBy(() -> policy("b1", "out/x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3a://b1/out: "
                + key
                + " = 'BucketOwnerFullControl' beside the scope '"
                + scope
                + "': S3 then asks for s3:PutObjectAcl, which no scope gives, because it can make"
                + " objects public. Remove the key (a bucket whose owner owns its objects needs"
                + " none), or set the scope to 'role'");
    routes("{'location': 's3a://b1/out', 'role': 'R', 'scope': 'read'}");
    assertThat(policy("b1", "out/x")).contains("s3:GetObject");
  }

  @Test
  void norByARoleOfTheKeysForAll() {
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    conf.set("fs.s3a.rolecall.scope", "read");
    conf.set("fs.s3a.bucket.b1.rolecall.scope", "role");
    assertThatThrownBy(() -> policy("other", "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("s3a://other has no route of its own");
    assertThat(policy("b1", "x")).isEqualTo("none");
  }

  @Test
  void aBucketWithADocumentOfItsOwnSharesNothing() {
    routes("{'location': 's3a://b1', 'role': 'R', 'scope': 'read'}");
    conf.set(
        "fs.s3a.bucket.b1.rolecall.routes", requireNonNull(conf.get("fs.s3a.rolecall.routes")));
    routes(
        "{'location': 's3a://a1', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://b1', 'role': 'R', 'scope': 'read-write'}");
    assertThat(policy("a1", "x")).doesNotContain("b1");
    assertThat(policy("b1", "x")).doesNotContain("a1", "PutObject");
  }

  /** Its own users are told why; others go on. */
  @Test
  void aBucketWhoseRoutesAreWrongIsLeftOut() {
    routes(
        "{'location': 's3a://a1', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://b1', 'role': 'R', 'scope': 'read'}",
        "{'location': 's3a://b1/x', 'role': 'R', 'scope': 'reed'}");
    assertThat(policy("a1", "x")).doesNotContain("b1");
    assertThatThrownBy(() -> policy("b1", "x"))
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3a://b1/x: 'scope' is 'reed': expected one of read,"
                + " write, read-write, role");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    routes(
        IntStream.range(0, 31)
            .mapToObj(
                i ->
                    "{'location': 's3a://aa/%02d', 'role': 'R', 'scope': 'read-write'}"
                        .formatted(i))
            .toArray(String[]::new));
    String named =
        IntStream.range(0, 10)
            .mapToObj("s3a://aa/%02d"::formatted)
            .collect(Collectors.joining(", "));
    assertThatThrownBy(() -> policy("aa", "00/x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the session policy of "
                + ROLE
                + " for the scope of "
                + named
                + " and 21 more would have 2104 characters, and STS takes 2048. Give some of these"
                + " routes another role, route fewer locations (one around several, with less routed"
                + " to others below), or set their scope to 'role' (from fs.s3a.rolecall.routes and"
                + " fs.s3a.assumed.role.arn)");
  }

  @Test
  void twentyThousandLocationsAreRefusedAtOnce() {
    routes(
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{'location': 's3a://aa/" + i + "', 'role': 'R', 'scope': 'read'}")
            .toArray(String[]::new));
    assertThatThrownBy(() -> policy("aa", "1/x"))
        .hasMessageContaining(" and 19990 more would have more than 2048 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'scope': 'all' | 'scope' is 'all': expected one of read, write, read-write, role",
        "'scope': 'read', 'kmsKeys': [] | 'kmsKeys' is empty; name the keys, or leave the field out",
        "'scope': 'read', 'kmsKeys': ['alias/k'] | 'alias/k' is not the ARN of a KMS key: expected"
            + " arn:aws:kms:<region>:<account>:key/<id>. An alias is not enough: 'aws kms"
            + " describe-key' prints the ARN of its key",
        "'kmsKeys': ['arn:aws:kms:eu-west-1:111122223333:key/k1'] | 'kmsKeys' without a 'scope': the"
            + " role's own policies say which keys it may use. Remove them, or name the scope",
        "'scope': 'read', 'policy': {} | 'policy' beside the scope 'read': a session has one policy,"
            + " and what both allow cannot be written as one. Keep the scope, or set it to 'role'"
            + " and write what it would allow into the policy"
      })
  void refusesWhatIsNoScope(String fields, String message) {
    routes("{'location': 's3a://aa', 'role': 'R', " + fields + "}");
    assertThatThrownBy(() -> policy("aa", "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: route of s3a://aa: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'client': 'glue', 'role': 'R' | client:glue: 'scope' of a client: a scope is about objects"
            + " of S3. Write a session 'policy' for another service",
        "'location': 's3a://aa', 'identity': 'base' | s3a://aa: fields of a role beside 'identity',"
            + " which assumes none: scope; remove them, or name the 'role'",
        "'location': 's3a://aa', 'identity': 'anonymous' | s3a://aa: fields of a role beside"
            + " 'identity', which assumes none: scope; remove them, or name the 'role'",
        "'location': 's3a://aa--x-s3', 'role': 'R' | s3a://aa--x-s3: a scope is of a general purpose"
            + " bucket, which 'aa--x-s3' is not: set it to 'role', and write a session 'policy' if"
            + " one is wanted",
        "'location': 's3a://aa/\u65e5', 'role': 'R' | s3a://aa/\u65e5: the scope 'read': the prefix"
            + " has characters above U+00FF, which IAM does not take in a policy. Route a location"
            + " around it"
      })
  void refusesAScopeOfWhatCanHaveNone(String fields, String message) {
    routes("{" + fields + ", 'scope': 'read'}");
    assertThatThrownBy(() -> RouteBook.of(conf).all())
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: route of " + message);
  }

  @Test
  void theKeysAreForRoutesThatAreSilent() {
    conf.set("fs.s3a.rolecall.scope", "read");
    conf.set("fs.s3a.rolecall.scope.kms.keys", KEY);
    conf.set("fs.s3a.bucket.b1.rolecall.scope", "write");
    routes(
        "{'location': 's3a://a1', 'role': 'R'}",
        "{'location': 's3a://b1', 'role': 'O'}",
        "{'location': 's3a://c1', 'identity': 'base'}",
        "{'client': 'glue', 'role': 'R'}");
    assertThat(policy("a1", "x")).contains("s3:GetObject", KEY).doesNotContain("PutObject");
    assertThat(policy("b1", "x")).contains("PutObject", KEY).doesNotContain("GetObject");
    assertThat(RouteBook.of(conf).of("c1", HadoopUser.of("alice")).routes().whole()).isNotNull();
    assertThat(RouteBook.of(conf).of(new NamedClient("glue"), HadoopUser.of("alice")).route())
        .get()
        .extracting(route -> route.access().toRole().orElseThrow().terms().policy())
        .isEqualTo(Optional.empty());
  }

  @Test
  void aKeysPolicyBesideAScopeIsRefused() {
    conf.set("fs.s3a.assumed.role.policy", "{}");
    conf.set("fs.s3a.bucket.aa.assumed.role.arn", ROLE);
    conf.set("fs.s3a.bucket.aa.rolecall.scope", "read");
    assertThatThrownBy(() -> policy("aa", "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.bucket.aa.assumed.role.arn = '"
                + ROLE
                + "': fs.s3a.assumed.role.policy beside the scope 'read': a session has one policy,"
                + " and what both allow cannot be written as one. Keep the scope, or set it to"
                + " 'role' and write what it would allow into the policy");
  }

  @Test
  void anAccessPointHasNoScope() {
    conf.set("fs.s3a.bucket.aa.accesspoint.arn", "arn:aws:s3:eu-west-1:111122223333:accesspoint/p");
    routes("{'location': 's3a://aa', 'role': 'R', 'scope': 'read'}");
    assertThatThrownBy(() -> policy("aa", "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3a://aa: fs.s3a.bucket.aa.accesspoint.arn beside a"
                + " scope, which allows what a bucket's own name is in, and not the access point:"
                + " set it to 'role', and write a session 'policy' if one is wanted");
  }

  @Test
  void aScopeOfNoneIsKnownByItsName() {
    conf.set("fs.s3a.rolecall.scope", "none");
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    assertThatThrownBy(() -> policy("aa", "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.scope = 'none': expected one of read, write, read-write, role");
  }

  @Test
  void namesArePatternsOfThemselves() {
    routes("{'location': 's3a://aa/in*/${x}?', 'role': 'R', 'scope': 'read'}");
    assertThat(policy("aa", "in*/${x}?/f")).contains("arn:aws:s3:::aa/in${*}/${$}{x}${?}/*");
  }

  /** A job of thousands of buckets does not read all of them for each. */
  @Test
  void readsTheBucketsOfTheRoleAloneAndOnce() {
    List<String> read = new ArrayList<>();
    ScopedSessions sessions =
        new ScopedSessions(
            new ScopedSessions.Neighbours() {
              @Override
              public List<String> bucketsOf(RouteDocument document, RoleArn role) {
                return List.of("a1", "b1");
              }

              @Override
              public List<ReadRoute> routes(
                  String bucket, RouteDocument document, HadoopUser caller) {
                read.add(bucket);
                return List.of(scoped(bucket));
              }
            });
    HadoopUser alice = HadoopUser.of("alice");
    for (String bucket : List.of("a1", "b1", "a1")) {
      assertThat(sessions.with(bucket, RouteDocument.EMPTY, List.of(scoped(bucket)), alice))
          .singleElement()
          .extracting(route -> route.access().toRole().orElseThrow().terms().policy().orElse(""))
          .asString()
          .contains("a1/*", "b1/*");
    }
    assertThat(read).as("b1 for a1").containsExactly("b1");
  }

  /** Each is a session of its own, and still no bucket is read for each of the others. */
  @Test
  void readsThemOnceThoughEachRouteHasOtherTerms() {
    List<String> buckets = IntStream.range(0, 50).mapToObj("bucket-%02d"::formatted).toList();
    List<String> read = new ArrayList<>();
    ScopedSessions sessions =
        new ScopedSessions(
            new ScopedSessions.Neighbours() {
              @Override
              public List<String> bucketsOf(RouteDocument document, RoleArn role) {
                return buckets;
              }

              @Override
              public List<ReadRoute> routes(
                  String bucket, RouteDocument document, HadoopUser caller) {
                read.add(bucket);
                return List.of(scoped(bucket, Optional.of("id-of-" + bucket)));
              }
            });
    HadoopUser alice = HadoopUser.of("alice");
    for (String bucket : buckets) {
      assertThat(
              sessions.with(
                  bucket,
                  RouteDocument.EMPTY,
                  List.of(scoped(bucket, Optional.of("id-of-" + bucket))),
                  alice))
          .singleElement()
          .extracting(route -> route.access().toRole().orElseThrow().terms().policy().orElse(""))
          .asString()
          .contains(bucket + "/*")
          .matches(policy -> buckets.stream().filter(policy::contains).count() == 1);
    }
    assertThat(read).hasSizeLessThan(buckets.size());
  }

  private static ReadRoute scoped(String bucket) {
    return scoped(bucket, Optional.empty());
  }

  private static ReadRoute scoped(String bucket, Optional<String> externalId) {
    S3Location location = new S3Location(bucket, "");
    return new ReadRoute(
        new Route(
            location,
            new Access.Role(
                RoleArn.parse(ROLE),
                externalId,
                new SessionTerms(
                    Duration.ofHours(1), "{job}", Optional.empty(), Map.of(), Optional.empty()),
                new StsEndpoint(Optional.empty(), Optional.empty()),
                null)),
        Optional.of(new ScopedLocation(location, Scope.READ, Set.of())),
        true);
  }

  @Test
  void whoListsRoutesSeesScopesWithoutPolicies() {
    routes("{'location': 's3a://a1', 'role': 'R', 'scope': 'write'}");
    List<RoutedFor> all = RouteBook.of(conf).all();
    assertThat(all)
        .singleElement()
        .extracting(routed -> routed.scope().orElseThrow().scope())
        .hasToString("write");
    Optional<Access.Role> role =
        all.get(0).as().match(route -> route.access().toRole(), template -> Optional.empty());
    assertThat(role.map(Access.Role::terms))
        .get()
        .extracting(SessionTerms::policy)
        .isEqualTo(Optional.empty());
  }
}
