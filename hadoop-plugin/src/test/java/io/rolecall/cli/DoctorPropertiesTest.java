package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.cli.Verdict.Kind;
import io.rolecall.testing.FakeStore;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the configuration and the user, {@code check}, {@code explain} and {@code credentials}
 * say what the file system does. {@link RandomSetup} names the dimensions.
 */
class DoctorPropertiesTest {

  private static final int SETUPS = 150;
  private static final int LEAST = 5;
  private static final int LEAST_OF_TEMPLATES = 3;

  /** A template gives the user a role, or is closed. */
  private static final Set<Kind> TEMPLATES = Set.of(Kind.ROLE, Kind.CLOSED);

  @TempDir Path folder;

  private final FakeSts sts = new FakeSts();
  private final FakeStore store = new FakeStore();
  private final JobVerdict job = new JobVerdict(sts, store);
  private final Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> ofTemplates = new EnumMap<>(Kind.class);

  @AfterEach
  void close() {
    store.close();
    sts.close();
  }

  private Map<String, String> always() {
    sts.refuse(RandomSetup.DENIED);
    Map<String, String> keys = new TreeMap<>();
    keys.put("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    keys.put("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    keys.put("fs.s3a.endpoint", "http://" + store.authority());
    keys.put("fs.s3a.endpoint.region", "eu-west-1");
    keys.put("fs.s3a.path.style.access", "true");
    keys.put("fs.s3a.rolecall.job.id", "job-1");
    org.apache.hadoop.conf.Configuration conf = new org.apache.hadoop.conf.Configuration(false);
    sts.reach(conf);
    conf.forEach(key -> keys.put(key.getKey(), key.getValue()));
    return keys;
  }

  private CommandRun run(RandomSetup setup, String... command)
      throws IOException, InterruptedException {
    CommandRun.Setting setting = setup.setting(folder);
    List<String> arguments = new ArrayList<>(List.of(command));
    if (!setup.isProcessUser()) {
      arguments.add("--user=" + setup.user());
      return setting.run(arguments.toArray(String[]::new));
    }
    return UserGroupInformation.createRemoteUser(setup.user())
        .doAs(
            (PrivilegedExceptionAction<CommandRun>)
                () -> setting.run(arguments.toArray(String[]::new)));
  }

  @Test
  void commandsSayWhatTheFileSystemDoes() throws Exception {
    Random random = new Random(20261125);
    Map<String, String> always = always();
    for (int number = 0; number < SETUPS; number++) {
      RandomSetup setup = RandomSetup.draw(random, always);
      String location = setup.location();
      String what = "setup " + number + ": " + setup;
      Verdict done = job.of(setup);
      seen.merge(done.kind(), 1, Integer::sum);
      if (TEMPLATES.contains(done.kind()) && isOfATemplate(done)) {
        ofTemplates.merge(done.kind(), 1, Integer::sum);
      }
      assertThat(check(setup, location)).as("check, " + what).isEqualTo(done);
      assertThat(explain(setup, location))
          .as("explain where the job does %s, %s", done, what)
          .matches(explained -> isExplainedBy(explained, done));
      assertThat(credentials(setup, location))
          .as("credentials, " + what)
          .isEqualTo(done.kind() == Kind.ROLE);
      assertThat(run(setup, "check").out().contains("nothing is routed"))
          .as("check of all says that nothing is routed, " + what)
          .isEqualTo(setup.routesNothing());
    }
    assertThat(seen)
        .as("cases per verdict")
        .containsOnlyKeys(Kind.values())
        .allSatisfy((kind, count) -> assertThat(count).as(kind + "").isGreaterThanOrEqualTo(LEAST));
    assertThat(ofTemplates)
        .as("cases per verdict, of templates")
        .containsOnlyKeys(TEMPLATES)
        .allSatisfy(
            (kind, count) ->
                assertThat(count).as(kind + "").isGreaterThanOrEqualTo(LEAST_OF_TEMPLATES));
  }

  private static boolean isOfATemplate(Verdict done) {
    return done.detail().contains("/of-") || done.detail().contains(" is closed to this user: ");
  }

  /** Whether {@code explain} says it, as far as it can know: it makes no network call. */
  private static boolean isExplainedBy(Verdict explained, Verdict done) {
    return switch (done.kind()) {
      case NO_CREDENTIALS -> explained.kind() == Kind.ROLE || explained.kind() == Kind.BASE;
      case DENIED ->
          explained.kind() == Kind.ROLE && explained.detail().startsWith(done.detail() + " as ");
      default -> explained.equals(done);
    };
  }

  private Verdict check(RandomSetup setup, String location) throws Exception {
    CommandRun run = run(setup, "check", location, "--json");
    List<JsonNode> failed = new ArrayList<>();
    List<String> ok = new ArrayList<>();
    for (JsonNode step : new JsonMapper().readTree(run.out()).get("steps")) {
      String outcome = step.get("outcome").asText();
      if (outcome.equals("failed")) {
        failed.add(step);
      } else if (outcome.equals("ok") && step.get("detail").asText().endsWith(": 0 routes")) {
        throw new AssertionError("said to be ok: " + step);
      } else if (outcome.equals("ok") && step.get("step").asText().equals("role")) {
        ok.add(step.get("detail").asText());
      }
    }
    assertThat(run.exitCode()).isEqualTo(failed.isEmpty() ? 0 : 1);
    if (failed.isEmpty()) {
      assertThat(ok).as(run.out()).hasSize(1);
      if (ok.get(0).endsWith(" is accessed anonymously: nothing is signed")) {
        return Verdict.of(Kind.ANONYMOUS);
      }
      return ok.get(0).endsWith(" is accessed by the base identity itself")
          ? Verdict.of(Kind.BASE)
          : Verdict.role(
              ok.get(0).replaceAll(" .*", ""),
              ok.get(0).replaceAll(".*: session (\\S+) until .*", "$1"));
    }
    assertThat(failed).as(run.out()).hasSize(1);
    return failed(failed.get(0).get("step").asText(), failed.get(0).get("detail").asText());
  }

  private static Verdict failed(String step, String detail) {
    return switch (step) {
      case "base identity" -> Verdict.of(Kind.NO_CREDENTIALS);
      case "role" ->
          detail.contains("STS refused ")
              ? new Verdict(Kind.DENIED, detail.replaceAll(".*STS refused (\\S+).*", "$1"))
              : new Verdict(Kind.CLOSED, detail);
      default ->
          detail.startsWith("no route for ")
              ? Verdict.of(Kind.NO_ROUTE)
              : new Verdict(Kind.INVALID, detail.replaceAll("^s3a://\\w+: ", ""));
    };
  }

  private Verdict explain(RandomSetup setup, String location) throws Exception {
    CommandRun run = run(setup, "explain", location, "--json");
    if (run.out().isEmpty()) {
      return new Verdict(Kind.INVALID, run.err().strip().replace("rolecall: ", ""));
    }
    JsonNode answer = new JsonMapper().readTree(run.out());
    if (answer.has("closed")) {
      return new Verdict(Kind.CLOSED, answer.get("closed").asText());
    }
    return switch (answer.get("access").asText()) {
      case "none" -> Verdict.of(Kind.NO_ROUTE);
      case "base identity" -> Verdict.of(Kind.BASE);
      case "anonymous" -> Verdict.of(Kind.ANONYMOUS);
      default -> {
        JsonNode role = answer.get("roles").get(answer.get("roles").size() - 1);
        yield Verdict.role(role.get("role").asText(), role.get("sessionName").asText());
      }
    };
  }

  private boolean credentials(RandomSetup setup, String location) throws Exception {
    CommandRun run = run(setup, "credentials", location, "--json");
    assertThat(run.out().isEmpty()).isEqualTo(run.exitCode() != 0);
    return run.exitCode() == 0;
  }
}
