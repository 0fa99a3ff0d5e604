package io.rolecall.driver;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.PlaceOfSet.ClientOfSet;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.route.NamedClient;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesAtStartTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";

  private final Configuration conf = new Configuration(false);

  private RoutesAtStart read() {
    return RoutesAtStart.read(
        List.of(RouteBook.of(conf)), HadoopUser.of(UserGroupInformation.createRemoteUser("alice")));
  }

  private void routes(String... routes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + String.join(", ", routes) + "]}").replace('\'', '"'));
  }

  private static List<String> told(RoutesAtStart routes, String bucket) {
    return told(routes.routes(new BucketOfSet("", bucket)));
  }

  private static List<String> told(GrantedBucket granted) {
    return granted.routes().stream()
        .map(
            route ->
                route.place()
                    + " "
                    + route.match(
                        role -> "role",
                        base -> "base",
                        anonymous -> "anonymous",
                        closed -> closed.why()))
        .sorted()
        .toList();
  }

  @Test
  void knowsTheBucketsThatAreNamedAndTheRouteOfTheOthers() {
    routes(
        "{'location': 's3a://b1/data', 'role': '" + READER + "'}",
        "{'location': 's3a://*', 'identity': 'base'}");
    RoutesAtStart routes = read();
    assertThat(told(routes, "b1")).containsExactly("s3a://b1 base", "s3a://b1/data role");
    assertThat(told(routes, "anything")).containsExactly("s3a://anything base");
    assertThat(told(routes, "not a bucket")).isEmpty();
    assertThat(routes.routes(new BucketOfSet("lake", "b1"))).isEqualTo(GrantedBucket.NONE);
  }

  @Test
  void aBucketWithoutARouteHasNone() {
    routes("{'location': 's3a://b1/data', 'role': '" + READER + "'}");
    assertThat(told(read(), "b2")).isEmpty();
  }

  @Test
  void aLocationThatIsClosedToTheUserSaysItsName() {
    routes("{'location': 's3a://*', 'role': '" + READER + "', 'users': ['bob']}");
    assertThat(told(read(), "b7"))
        .containsExactly(
            "s3a://b7 s3a://b7 is routed for users [bob] alone, and user 'alice' is not among them."
                + " Add the user or a group to a route, or a route for everybody");
  }

  @Test
  void theRoleOfEveryBucketIsCalledSo() {
    conf.set("fs.s3a.assumed.role.arn", READER);
    RoutesAtStart routes = read();
    Map<String, ?> roles = routes.routes(new BucketOfSet("", "b1")).roles();
    assertThat(roles).hasSize(1);
    RoleOfSet role = new RoleOfSet("", roles.keySet().iterator().next());
    assertThat(routes.role(role))
        .isNotNull()
        .extracting(found -> found.name())
        .isEqualTo("s3a://* -> " + READER);
    assertThat(routes.role(new RoleOfSet("lake", role.fingerprint()))).isNull();
  }

  @Test
  void optionsOfABucketMakeTheRoleOfEveryBucketAnotherOne() {
    conf.set("fs.s3a.assumed.role.arn", READER);
    conf.set("fs.s3a.bucket.my.bucket.assumed.role.session.duration", "20m");
    RoutesAtStart routes = read();
    assertThat(routes.routes(new BucketOfSet("", "my.bucket")).roles().keySet())
        .isNotEqualTo(routes.routes(new BucketOfSet("", "b2")).roles().keySet());
  }

  @Test
  void aMistakeClosesItsBucketsAlone() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "reader");
    conf.set("fs.s3a.bucket.b2.assumed.role.arn", READER);
    RoutesAtStart routes = read();
    assertThat(told(routes, "b1"))
        .containsExactly(
            "s3a://b1 fs.s3a.bucket.b1.assumed.role.arn = 'reader': 'reader' is not a role ARN: expected"
                + " arn:aws:iam::<account>:role/<name>");
    assertThat(told(routes, "b2")).containsExactly("s3a://b2 role");
  }

  /** Nobody knows then whether the client has a route, and who waits for it is to know why. */
  @Test
  void aDocumentThatCannotBeReadClosesClientsToo() {
    conf.set("fs.s3a.rolecall.routes", "{\"version\": 9}");
    ClientOfSet glue = new ClientOfSet("", new NamedClient("glue"));
    assertThat(told(read().routes(glue)))
        .singleElement()
        .asString()
        .startsWith("client:glue fs.s3a.rolecall.routes");
    routes();
    assertThat(told(read().routes(glue))).isEmpty();
  }

  @Test
  void aMistakeInAClientsRouteClosesItAlone() {
    routes(
        "{'client': 'glue', 'role': 'reader'}", "{'client': 'events', 'role': '" + READER + "'}");
    RoutesAtStart routes = read();
    assertThat(told(routes.routes(new ClientOfSet("", new NamedClient("glue")))))
        .singleElement()
        .asString()
        .startsWith("client:glue fs.s3a.rolecall.routes: route of client:glue: 'reader' is not");
    assertThat(told(routes.routes(new ClientOfSet("", new NamedClient("events")))))
        .containsExactly("client:events role");
  }

  @Test
  void smallBucketsComeAlongAndGreatOnesDoNot() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    String[] many = new String[201];
    for (int i = 0; i < many.length; i++) {
      many[i] = "{'location': 's3a://great/p" + i + "', 'role': '" + READER + "'}";
    }
    routes(many);
    assertThat(read().companions("").keySet()).containsExactly(new BucketOfSet("", "b1"));
    assertThat(read().companions("lake")).isEmpty();
  }

  private String onlyRole(RoutesAtStart routes, String bucket) {
    Map<String, ?> roles = routes.routes(new BucketOfSet("", bucket)).roles();
    assertThat(roles).hasSize(1);
    return roles.keySet().iterator().next();
  }

  private static void assertMintedAsWritten(RoutesAtStart routes, String bucket, String role) {
    assertThat(requireNonNull(routes.role(new RoleOfSet("", role))).config().bucket())
        .isEqualTo(bucket);
  }

  /** The keys of one bucket's owner are not used for another's. */
  @Test
  void bucketsWithCredentialStoresOfTheirOwnAreOfDifferentRoles(@TempDir Path folder)
      throws Exception {
    routes(
        "{'location': 's3a://bucket-a', 'role': '" + READER + "'}",
        "{'location': 's3a://bucket-z', 'role': '" + READER + "'}");
    for (String bucket : List.of("bucket-a", "bucket-z")) {
      String store = "localjceks://file" + folder.resolve(bucket + ".jceks");
      conf.set("fs.s3a.bucket." + bucket + ".security.credential.provider.path", store);
      Configuration keeper = new Configuration(false);
      keeper.set("hadoop.security.credential.provider.path", store);
      CredentialProvider provider = CredentialProviderFactory.getProviders(keeper).get(0);
      provider.createCredentialEntry("fs.s3a.access.key", ("key-" + bucket).toCharArray());
      provider.createCredentialEntry("fs.s3a.secret.key", ("secret-" + bucket).toCharArray());
      provider.flush();
    }
    RoutesAtStart routes = read();
    assertThat(onlyRole(routes, "bucket-a")).isNotEqualTo(onlyRole(routes, "bucket-z"));
    assertMintedAsWritten(routes, "bucket-a", onlyRole(routes, "bucket-a"));
    assertMintedAsWritten(routes, "bucket-z", onlyRole(routes, "bucket-z"));
  }

  @ParameterizedTest
  @CsvSource({
    "secret.key, other",
    "session.token, token",
    "proxy.host, nosuch",
    "proxy.password, other",
    "client.sts.custom.headers, a=b",
    "user.agent.prefix, mine",
    "assumed.role.credentials.provider, org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",
  })
  void aBucketWithKeysOfItsOwnForStsHasARoleOfItsOwn(String option, String value) {
    conf.set("fs.s3a.assumed.role.arn", READER);
    conf.set("fs.s3a.access.key", "key");
    conf.set("fs.s3a.secret.key", "secret");
    conf.set("fs.s3a.bucket.bucket-z." + option, value);
    RoutesAtStart routes = read();
    assertThat(onlyRole(routes, "bucket-z")).isNotEqualTo(onlyRole(routes, "bucket-a"));
    assertMintedAsWritten(routes, "bucket-z", onlyRole(routes, "bucket-z"));
  }

  @ParameterizedTest
  @CsvSource({"auth.profile.name, other", "auth.profile.file, /etc/aws/other"})
  void aBucketWithAProfileOfItsOwnHasARoleOfItsOwn(String option, String value) {
    conf.set("fs.s3a.assumed.role.arn", READER);
    conf.set(
        "fs.s3a.assumed.role.credentials.provider",
        "org.apache.hadoop.fs.s3a.auth.ProfileAWSCredentialsProvider");
    conf.set("fs.s3a.auth.profile.name", "etl");
    conf.set("fs.s3a.bucket.bucket-z." + option, value);
    RoutesAtStart routes = read();
    assertThat(onlyRole(routes, "bucket-z")).isNotEqualTo(onlyRole(routes, "bucket-a"));
    assertMintedAsWritten(routes, "bucket-z", onlyRole(routes, "bucket-z"));
  }
}
