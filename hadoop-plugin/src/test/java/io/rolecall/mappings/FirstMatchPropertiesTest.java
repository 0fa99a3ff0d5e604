package io.rolecall.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.config.ConfigException;
import io.rolecall.mappings.Mapping.Target;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;

/**
 * Whatever the list, every user accesses every key with the identity of the first mapping that
 * fits, unless the difference was said. Where that mapping could not be imported, nobody accesses
 * the key: no other mapping takes its place.
 */
class FirstMatchPropertiesTest {

  private static final int LISTS = 60;
  private static final List<String> PLACES = List.of("b1", "b1/p", "b1/p/q", "b2/p", "b2/p/q");
  private static final List<String> KEYS = List.of("b1/p/q/k", "b1/p/k", "b1/k", "b2/p/k", "b3/k");
  private static final List<String> USERS = List.of("alice", "bob");
  private static final List<String> GROUPS = List.of("admins", "analysts");

  private final Random random = new Random(20261122);

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Mapping mapping(int number) {
    Optional<S3Location> location =
        random.nextBoolean()
            ? Optional.of(S3Location.parse("s3a://" + any(PLACES)))
            : Optional.empty();
    int who = random.nextInt(location.isPresent() ? 3 : 2);
    Target target =
        random.nextInt(30) == 0
            ? Target.notImported(number, "why")
            : random.nextInt(5) == 0
                ? Target.CLUSTER
                : new Target(
                    Optional.of("arn:aws:iam::11111111111" + random.nextInt(4) + ":role/r"),
                    Optional.empty());
    return new Mapping(
        number,
        location,
        who == 0 ? Set.of(any(USERS)) : Set.of(),
        who == 1 ? Set.of(any(GROUPS)) : Set.of(),
        target);
  }

  private static boolean isLeftOut(Mapping mapping) {
    return mapping.target().role().filter(role -> role.contains("was not imported")).isPresent();
  }

  private static String first(
      List<Mapping> list,
      Optional<Target> otherwise,
      S3Location key,
      String user,
      Set<String> groups) {
    return list.stream()
        .filter(mapping -> mapping.covers(Optional.of(key)))
        .filter(
            mapping ->
                mapping.isForEverybody()
                    || mapping.users().contains(user)
                    || mapping.groups().stream().anyMatch(groups::contains))
        .findFirst()
        .map(Mapping::target)
        .or(() -> otherwise)
        .map(target -> target.role().orElse("base"))
        .orElse("nobody");
  }

  private static String routed(
      FirstMatch.Result routes, S3Location key, String user, Set<String> groups)
      throws IOException {
    Configuration conf = new Configuration(false);
    conf.set(
        "fs.s3a.rolecall.routes",
        JsonMapper.builder().build().writeValueAsString(routes.document()));
    UserGroupInformation ugi =
        UserGroupInformation.createUserForTesting(user, groups.toArray(String[]::new));
    Route route =
        RouteBook.of(conf).of(key.bucket(), HadoopUser.of(ugi)).routes().find(key.prefix());
    if (route == null) {
      return "nobody";
    }
    return route
        .access()
        .match(
            role -> role.role().toString(),
            base -> "base",
            anonymous -> "anonymous",
            nobody -> "nobody");
  }

  @Test
  void theRoutesDoAsTheListDid() throws IOException {
    int compared = 0;
    int refused = 0;
    for (int i = 0; i < LISTS; i++) {
      List<Mapping> list = new ArrayList<>();
      for (int number = 1; number <= 1 + random.nextInt(6); number++) {
        list.add(mapping(number));
      }
      Optional<Target> otherwise =
          random.nextBoolean() ? Optional.of(Target.CLUSTER) : Optional.empty();
      FirstMatch.Result routes = new FirstMatch(list, otherwise).routes();
      for (String key : KEYS) {
        for (String user : List.of("alice", "bob", "carol")) {
          for (Set<String> groups :
              List.of(Set.<String>of(), Set.of("admins"), Set.of("admins", "analysts"))) {
            S3Location location = S3Location.parse("s3a://" + key);
            String expected = first(list, otherwise, location, user, groups);
            String actual;
            try {
              actual = routed(routes, location, user, groups);
            } catch (ConfigException e) {
              // Ambiguous groups: refused, and said. Or a mapping that was not imported decides
              // here.
              if (list.stream().noneMatch(FirstMatchPropertiesTest::isLeftOut)) {
                assertThat(routes.differences()).as("%s", list).isNotEmpty();
              }
              refused++;
              continue;
            }
            if (!actual.equals(expected)) {
              assertThat(routes.differences())
                  .as("%s of %s: %s instead of %s in %s", user, key, actual, expected, list)
                  .anyMatch(difference -> difference.contains("'" + user + "'"));
            } else {
              compared++;
            }
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(LISTS * 20);
    assertThat(refused).isGreaterThan(LISTS / 2);
  }
}
