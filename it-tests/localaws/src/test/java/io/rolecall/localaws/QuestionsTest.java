package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.policy.Questions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What is told of the questions that policies are asked. */
final class QuestionsTest {
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
          + "\"Resource\":\"arn:aws:s3:::data/in/*\"}]}";

  @Test
  void eachIsToldOnceWhateverTheSessionIsCalled() throws IOException {
    Questions questions = new Questions();
    try (GateFixture gate = new GateFixture(builder -> builder.questions(questions))) {
      for (String name : List.of("one", "two")) {
        try (S3Client s3 =
            gate.clients.s3(
                gate.assume(TestWorld.READER, r -> r.roleSessionName(name).policy(POLICY)))) {
          s3.getObjectAsBytes(r -> r.bucket("data").key("in/x"));
          Throwable denied =
              catchThrowable(() -> s3.listObjectsV2(r -> r.bucket("data").prefix("in/")));
          assertThat(denied).hasMessageContaining("no session policy allows");
        }
      }
    }
    assertThat(questions.all())
        .filteredOn(question -> !question.action().startsWith("sts:"))
        .extracting(
            Question::principal,
            Question::action,
            Question::resource,
            Question::sessionPolicy,
            Question::allowed)
        .containsExactly(
            tuple(TestWorld.READER, "s3:GetObject", "arn:aws:s3:::data/in/x", POLICY, true),
            tuple(TestWorld.READER, "s3:ListBucket", "arn:aws:s3:::data", POLICY, false));
    assertThat(questions.all())
        .filteredOn(question -> question.action().equals("sts:AssumeRole"))
        .as("one for each name of a session, which policies can ask for")
        .hasSize(2)
        .allSatisfy(
            question -> {
              assertThat(question.principal()).isEqualTo(TestWorld.SUBMITTER);
              assertThat(question.resource()).isEqualTo(TestWorld.READER);
              assertThat(question.keys()).containsKey("sts:rolesessionname");
            });
    assertThat(questions.all())
        .filteredOn(question -> question.action().equals("s3:ListBucket"))
        .singleElement()
        .satisfies(
            question -> assertThat(question.keys()).isEqualTo(Map.of("s3:prefix", List.of("in/"))));
  }
}
