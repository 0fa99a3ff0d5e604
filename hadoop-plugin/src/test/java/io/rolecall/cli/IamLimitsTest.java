package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's limits of policies: what is longer is not written, and which routes to change is said. */
class IamLimitsTest {

  private static final String ROLE = "arn:aws:iam::111111111111:role/a";

  @TempDir Path scratch;

  private CommandRun iam(int routes, IntFunction<String> route, String... options)
      throws IOException {
    String json =
        IntStream.range(0, routes)
            .mapToObj(route)
            .collect(Collectors.joining(",\n", "{\"version\": 1, \"routes\": [\n", "]}"));
    Path file = Files.writeString(scratch.resolve("routes.json"), json);
    List<String> all = new ArrayList<>(List.of("iam"));
    all.addAll(List.of(options));
    if (all.stream().noneMatch(option -> option.startsWith("--principal"))) {
      all.add("--principal=arn:aws:iam::111111111111:user/me");
    }
    return new CommandRun.Setting()
        .conf("fs.s3a.rolecall.routes.file", file.toString())
        .run(all.toArray(String[]::new));
  }

  private static String location(int number) {
    return "s3a://lake/a-prefix-of-some-length-%03d".formatted(number);
  }

  private static String prefix(int number) {
    return "{\"location\": \"%s\", \"role\": \"%s\"}".formatted(location(number), ROLE);
  }

  @Test
  void namesTheRoutesThatNeedAnotherRole() throws IOException {
    CommandRun run = iam(100, IamLimitsTest::prefix);
    Matcher message =
        Pattern.compile(
                "rolecall: the permissions of "
                    + ROLE
                    + " have \\d{5} characters: AWS allows 10240 in the policies of a role. Give"
                    + " another role to the routes of s3a://lake/a-prefix-of-some-length-(\\d+),"
                    + " \\S+, \\S+ and (\\d+) more\n")
            .matcher(run.err());
    assertThat(message.matches()).as(run.err()).isTrue();
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(3);
    int fits = Integer.parseInt(message.group(1));
    assertThat(100 - fits).isEqualTo(3 + Integer.parseInt(message.group(2)));
    assertThat(iam(fits, IamLimitsTest::prefix).exitCode()).isZero();
    assertThat(iam(fits + 1, IamLimitsTest::prefix).err())
        .endsWith(" Give another role to the routes of " + location(fits) + "\n");
  }

  private static String withExternalId(int number) {
    return "{\"location\": \"s3a://lake/%02d\", \"role\": \"%s\", \"externalId\": \"%s\"}"
        .formatted(number, ROLE, "an-external-id-of-some-length-" + number);
  }

  @Test
  void saysThatATrustPolicyNeedsAHigherQuota() throws IOException {
    CommandRun run = iam(12, IamLimitsTest::withExternalId);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern(
            "\nnote: the trust policy of "
                + ROLE
                + " has 2\\d{3} characters: AWS allows 2048 unless its owner asks for a higher quota"
                + " \\(Role trust policy length\\)\n");
    assertThat(iam(6, IamLimitsTest::withExternalId).out()).doesNotContain("note:");
  }

  @Test
  void refusesATrustPolicyThatNobodyTakes() throws IOException {
    CommandRun run = iam(25, IamLimitsTest::withExternalId);
    assertThat(run.err())
        .matches(
            "rolecall: the trust policy of "
                + ROLE
                + " has 4\\d{3} characters: AWS allows 2048, and at most 4096 with a higher quota."
                + " Give another role to some of the routes of s3a://lake/00, s3a://lake/01,"
                + " s3a://lake/02 and 22 more\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  private static String ofOthers(int number) {
    return "{\"location\": \"s3a://lake/%03d\", \"role\": \"arn:aws:iam::222222222222:role/role-%03d\"}"
        .formatted(number, number);
  }

  /** AWS takes less inside a user than in a managed policy. */
  @Test
  void aLongPolicyOfAUserIsAManagedOne() throws IOException {
    CommandRun run = iam(60, IamLimitsTest::ofOthers);
    assertThat(run.out())
        .endsWith(
            "\nnote: the permissions of arn:aws:iam::111111111111:user/me are longer than the 2048"
                + " characters that AWS allows in the policies of a user: make them a managed"
                + " policy\n");
    String account = "--account=111111111111";
    assertThat(iam(60, IamLimitsTest::ofOthers, "--format=terraform", account).out())
        .contains("\"aws_iam_policy\" : {")
        .contains("\"policy_arn\" : \"${aws_iam_policy.rolecall_base.arn}\"")
        .doesNotContain("aws_iam_user_policy\"");
    assertThat(iam(60, IamLimitsTest::ofOthers, "--format=cloudformation", account).out())
        .contains("\"Type\" : \"AWS::IAM::ManagedPolicy\"");
  }

  @Test
  void refusesABaseIdentityWithTooManyRoles() throws IOException {
    CommandRun run = iam(150, IamLimitsTest::ofOthers);
    assertThat(run.err())
        .matches(
            "rolecall: the permissions of arn:aws:iam::111111111111:user/me have \\d{4} characters:"
                + " AWS allows 6144 in a managed policy. Let some of its roles be assumed through"
                + " another \\('roles'\\), or by another identity\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void refusesABucketPolicyOfTooManyRoles() throws IOException {
    CommandRun run =
        iam(
            200,
            number ->
                "{\"location\": \"%s\", \"role\": \"arn:aws:iam::111111111111:role/r%d\"}"
                    .formatted(location(number), number / 38),
            "--bucket=lake=222222222222");
    assertThat(run.err())
        .matches(
            "rolecall: the policy of the bucket lake has \\d{5} bytes: AWS allows 20480. Give a role"
                + " of the bucket's account, which needs none, to some of the routes of"
                + " s3a://lake/a-prefix-of-some-length-000, s3a://lake/a-prefix-of-some-length-001,"
                + " s3a://lake/a-prefix-of-some-length-002 and 197 more\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  /** AWS counts all policies inside a role together. */
  @Test
  void refusesABaseIdentityWhoseOwnRoutesLeaveNoRoom() throws IOException {
    CommandRun run =
        iam(150, number -> number < 38 ? prefix(number) : ofOthers(number), "--principal=" + ROLE);
    assertThat(run.err())
        .matches(
            "rolecall: the permissions of "
                + ROLE
                + " for its routes and those of the base identity have \\d{5} characters together:"
                + " AWS allows 10240 in the policies of a role. Give another role to its routes, or"
                + " let another identity assume the roles\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }
}
