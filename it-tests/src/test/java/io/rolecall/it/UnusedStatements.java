package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.policy.MalformedPolicyException;
import io.rolecall.localaws.policy.Part;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyKind;
import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.policy.Questions;
import io.rolecall.localaws.policy.UnusedParts;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of the documents no question of a suite needs: policies are asked each recorded question
 * again, and it is listed in one table of the guide, with the reason why it stays.
 */
final class UnusedStatements {

  private static final String HEADING = "| policy | what no question needed | why it is there |";
  private static final Path ROOT = Workplace.ofThisProject().root();

  private final String suite;
  private final List<Question> questions;
  private final Map<String, List<Part>> unused = new LinkedHashMap<>();

  /**
   * Also leaves the questions in a file, for people.
   *
   * @param suite what the guide calls it
   */
  UnusedStatements(String suite, Questions questions) throws IOException {
    this.suite = suite;
    this.questions = questions.all();
    questions.write(
        ROOT.resolve("it-tests/target/questions").resolve(suite.replace(' ', '-') + ".jsonl"));
  }

  /** The answer of {@code rolecall iam --json}. */
  UnusedStatements ofOwners(String documents) throws IOException, MalformedPolicyException {
    for (JsonNode account : new JsonMapper().readTree(documents).get("accounts")) {
      for (JsonNode role : account.path("roles")) {
        String arn = role.get("role").asText();
        String name = arn.replaceFirst(".*/", "");
        add(
            "trust of `" + name + "`",
            PolicyKind.TRUST,
            role.path("trustPolicy"),
            question -> question.resource().equals(arn));
        add("`" + name + "`", PolicyKind.IDENTITY, role.path("permissions"), by(arn));
      }
      for (JsonNode bucket : account.path("buckets")) {
        String name = bucket.get("bucket").asText();
        String arn = "arn:aws:s3:::" + name;
        add(
            "bucket `" + name + "`",
            PolicyKind.BUCKET,
            bucket.path("policy"),
            question ->
                question.resource().equals(arn) || question.resource().startsWith(arn + "/"));
      }
      JsonNode base = account.path("baseIdentity");
      if (!base.isEmpty()) {
        add(
            "base identity",
            PolicyKind.IDENTITY,
            base.path("permissions"),
            by(base.get("principal").asText()));
      }
    }
    return this;
  }

  private static Predicate<Question> by(String principal) {
    return question -> question.principal().equals(principal);
  }

  /** A session policy that the sessions of some questions had. */
  UnusedStatements ofSessions(String name, String policy) throws MalformedPolicyException {
    unused.put(
        suite + ": " + name,
        UnusedParts.of(
            PolicyDocument.parse(policy),
            asked(question -> question.sessionPolicy().equals(policy))));
    return this;
  }

  private void add(String name, PolicyKind kind, JsonNode policy, Predicate<Question> about)
      throws MalformedPolicyException {
    if (!policy.path("Statement").isEmpty()) {
      unused.put(
          suite + ": " + name,
          UnusedParts.of(PolicyDocument.parse(kind, policy.toString()), asked(about)));
    }
  }

  private List<Question> asked(Predicate<Question> about) {
    List<Question> asked = questions.stream().filter(about).toList();
    assertThat(asked).as("questions of %s", suite).isNotEmpty();
    return asked;
  }

  /** Holds the rows of the guide that are about these policies. */
  void areThoseOfTheGuide() throws IOException {
    List<String> rows = new ArrayList<>();
    unused.forEach((policy, parts) -> rows.addAll(rows(policy, parts)));
    rows.forEach(System.out::println);
    assertThat(guide().stream().filter(row -> unused.containsKey(cell(row, 1))))
        .as("the reason of each")
        .allMatch(row -> !cell(row, 3).isBlank())
        .extracting(row -> row.substring(0, row.indexOf(cell(row, 3))).strip())
        .containsExactlyElementsOf(rows);
  }

  /** A row for each resource, with the actions that nobody asked for on it. */
  private static List<String> rows(String policy, List<Part> parts) {
    Map<String, List<Part>> byResource =
        parts.stream()
            .collect(
                Collectors.groupingBy(
                    part -> (part.allows() ? "Allow " : "Deny ") + part.resource(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return byResource.values().stream()
        .map(
            same ->
                "| %s | %s %s%s |"
                    .formatted(
                        policy,
                        same.get(0).allows() ? "Allow" : "Deny",
                        same.stream()
                            .map(part -> "`" + part.action() + "`")
                            .distinct()
                            .collect(Collectors.joining(", ")),
                        same.get(0).resource().isEmpty()
                            ? ""
                            : " on `"
                                + same.get(0).resource().replaceFirst("^arn:aws:s3:::", "")
                                + "`"))
        .toList();
  }

  private static String cell(String row, int number) {
    return row.split("\\|", -1)[number].strip();
  }

  private static List<String> guide() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("docs/guides/iam.md"));
    int start = lines.indexOf(HEADING);
    assertThat(start).as("where the guide has '%s'", HEADING).isNotNegative();
    return lines.subList(start + 2, lines.size()).stream()
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }
}
