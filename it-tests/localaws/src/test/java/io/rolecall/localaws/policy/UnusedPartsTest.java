package io.rolecall.localaws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnusedPartsTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/reader";
  private static final String USER = "arn:aws:iam::111111111111:user/me";

  private static Question question(String action, String resource, Map<String, String> keys) {
    Map<String, List<String>> lists = new TreeMap<>();
    keys.forEach((key, value) -> lists.put(key, List.of(value)));
    return new Question(ROLE, action, resource, new TreeMap<>(lists), "", true);
  }

  private static Question get(String key) {
    return question("s3:GetObject", "arn:aws:s3:::data/" + key, Map.of());
  }

  private static List<String> unused(String statements, Question... questions)
      throws MalformedPolicyException {
    return unused(PolicyKind.IDENTITY, statements, questions);
  }

  private static List<String> unused(PolicyKind kind, String statements, Question... questions)
      throws MalformedPolicyException {
    String json = "{'Version':'2012-10-17','Statement':[" + statements + "]}";
    return UnusedParts.of(PolicyDocument.parse(kind, json.replace('\'', '"')), List.of(questions))
        .stream()
        .map(Part::toString)
        .toList();
  }

  private static final String READS =
      "{'Effect':'Allow','Action':['s3:GetObject','s3:PutObject'],"
          + "'Resource':['arn:aws:s3:::data/in','arn:aws:s3:::data/in/*']}";

  @Test
  void eachActionOnEachResourceNeedsAQuestionOfItsOwn() throws Exception {
    assertThat(unused(READS, get("in/x"), get("in/y")))
        .containsExactly(
            "Allow s3:GetObject on arn:aws:s3:::data/in",
            "Allow s3:PutObject on arn:aws:s3:::data/in",
            "Allow s3:PutObject on arn:aws:s3:::data/in/*");
    assertThat(
            unused(
                READS,
                get("in/x"),
                get("in"),
                question("s3:PutObject", "arn:aws:s3:::data/in", Map.of()),
                question("s3:PutObject", "arn:aws:s3:::data/in/x", Map.of())))
        .isEmpty();
  }

  @Test
  void whatIsSaidTwiceIsNotNeeded() throws Exception {
    String twice = READS + ",{'Effect':'Allow','Action':'s3:*','Resource':'*'}";
    assertThat(unused(twice, get("in/x"))).hasSize(5).contains("Allow s3:* on *");
    assertThat(unused(twice, get("in/x"), get("out"))).hasSize(4).doesNotContain("Allow s3:* on *");
  }

  @Test
  void aConditionThatIsNotMetIsNoUse() throws Exception {
    String list =
        "{'Effect':'Allow','Action':'s3:ListBucket','Resource':'arn:aws:s3:::data',"
            + "'Condition':{'StringLike':{'s3:prefix':'in/*'}}}";
    Question of = question("s3:ListBucket", "arn:aws:s3:::data", Map.of("s3:prefix", "in/x"));
    Question other = question("s3:ListBucket", "arn:aws:s3:::data", Map.of("s3:prefix", "in2/"));
    assertThat(unused(list, of)).isEmpty();
    assertThat(unused(list, other)).containsExactly("Allow s3:ListBucket on arn:aws:s3:::data");
  }

  /** Of what nothing allows, a denial takes nothing. */
  @Test
  void aDenialIsUsedByWhatIsAllowedOtherwise() throws Exception {
    String denial =
        "{'Effect':'Deny','Action':'s3:GetObject','Resource':['arn:aws:s3:::data/in/a/*',"
            + "'arn:aws:s3:::data/out/*']}";
    assertThat(unused(READS + "," + denial, get("in/a/x"), get("out/x")))
        .contains("Deny s3:GetObject on arn:aws:s3:::data/out/*")
        .contains("Allow s3:GetObject on arn:aws:s3:::data/in/*")
        .doesNotContain("Deny s3:GetObject on arn:aws:s3:::data/in/a/*");
  }

  @Test
  void ofATrustPolicyTheCallerCounts() throws Exception {
    String trust =
        "{'Effect':'Allow','Action':['sts:AssumeRole','sts:TagSession'],'Principal':{'AWS':'%s'}}";
    Question assumes = new Question(USER, "sts:AssumeRole", ROLE, new TreeMap<>(), "", true);
    assertThat(unused(PolicyKind.TRUST, trust.formatted(USER), assumes))
        .containsExactly("Allow sts:TagSession");
    assertThat(unused(PolicyKind.TRUST, trust.formatted(USER + "2"), assumes))
        .containsExactly("Allow sts:AssumeRole", "Allow sts:TagSession");
    assertThat(unused(PolicyKind.TRUST, trust.formatted(ROLE), get("x"))).hasSize(2);
  }

  @Test
  void whatIsInvertedIsOnePart() throws Exception {
    String all = "{'Effect':'Allow','NotAction':['iam:*','s3:PutObject'],'NotResource':'*'}";
    assertThat(unused(all, get("x")))
        .containsExactly("Allow all but [iam:*, s3:PutObject] on all but [*]");
  }

  @Test
  void questionsAreWrittenAndReadAgainEachOnce(@TempDir Path folder) throws Exception {
    String policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    Question question =
        new Question(
            ROLE,
            "s3:ListBucket",
            "arn:aws:s3:::data \"ü\\",
            new TreeMap<>(Map.of("s3:prefix", List.of("in/", "x"))),
            policy,
            false);
    Questions questions = new Questions();
    questions.accept(question);
    questions.accept(Question.parse(question.toJson()));
    questions.accept(get("x"));
    assertThat(questions.all()).containsExactly(question, get("x"));
    Path file = folder.resolve("below").resolve("questions.jsonl");
    questions.write(file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(Question.parse(lines.get(0))).isEqualTo(question);
    assertThat(UnusedParts.ofSessions(questions.all()))
        .containsExactly(Map.entry(policy, List.of()));
  }
}
