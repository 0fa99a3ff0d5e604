package io.rolecall.localaws;

import java.time.Duration;

/** Two accounts with everything that a role or a bucket can be refused for. */
public final class TestWorld {
  static final String JOBS = "111111111111";
  public static final String DATA = "222222222222";
  static final String SUBMITTER = "arn:aws:iam::111111111111:user/submitter";
  static final String JOB_ROLE = "arn:aws:iam::111111111111:role/job";
  static final String READER = "arn:aws:iam::222222222222:role/reader";
  static final String WRITER = "arn:aws:iam::222222222222:role/writer";
  static final String TEAM = "arn:aws:iam::222222222222:role/team";
  static final String UNLISTED = "arn:aws:iam::222222222222:role/unlisted";

  /** Gets any object of a bucket, and lists what begins like one prefix. */
  private static final String GETS_AND_LISTS_SOME =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data",
         "Condition": {"StringLike": {"s3:prefix": "in/*"}}}]}
      """;

  static final String GUARDED = "arn:aws:iam::222222222222:role/guarded";
  static final String CHAINED = "arn:aws:iam::222222222222:role/chained";
  static final String EXTERNAL_ID = "the-external-id";

  private TestWorld() {}

  static LocalAwsBuilder describe(LocalAwsBuilder builder) {
    return builder
        .account(
            JOBS,
            a ->
                a.bucket("jobs")
                    .user("submitter", u -> u.readWrite("jobs"))
                    .user("stranger")
                    .role("job", r -> r.trusts(SUBMITTER).readWrite("jobs").readWrite("data")))
        .account(
            DATA,
            a ->
                a.bucket("data")
                    .bucket("archive")
                    .role("reader", r -> r.trusts(SUBMITTER).read("data"))
                    .role(
                        "writer",
                        r ->
                            r.trusts(SUBMITTER)
                                .maxSessionDuration(Duration.ofHours(12))
                                .readWrite("data")
                                .write("archive"))
                    .role("team", r -> r.trusts(SUBMITTER).readWrite("data", "teams/a"))
                    .role("unlisted", r -> r.trusts(SUBMITTER).policy(GETS_AND_LISTS_SOME))
                    .role("guarded", r -> r.trusts(SUBMITTER).externalId(EXTERNAL_ID).read("data"))
                    .role(
                        "chained",
                        r ->
                            r.trusts(JOB_ROLE)
                                .maxSessionDuration(Duration.ofHours(12))
                                .read("data")));
  }
}
