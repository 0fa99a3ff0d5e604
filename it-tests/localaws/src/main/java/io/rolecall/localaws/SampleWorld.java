package io.rolecall.localaws;

import java.time.Duration;

/** Three accounts: one whose jobs read from the second and write to the third. */
final class SampleWorld {
  static final String JOBS = "111111111111";
  static final String SALES = "222222222222";
  static final String REPORTS = "333333333333";
  static final String USER = "submitter";
  static final String EXTERNAL_ID = "sample-external-id";
  static final String WITH_EXTERNAL_ID = "arn:aws:iam::" + REPORTS + ":role/reports-writer";

  private SampleWorld() {}

  static LocalAwsBuilder describe(LocalAwsBuilder builder) {
    String submitter = "arn:aws:iam::" + JOBS + ":user/" + USER;
    return builder
        .account(JOBS, jobs -> jobs.bucket("job-logs").user(USER, u -> u.readWrite("job-logs")))
        .account(
            SALES,
            sales ->
                sales
                    .bucket("sales-data")
                    .role("sales-reader", role -> role.trusts(submitter).read("sales-data")))
        .account(
            REPORTS,
            reports ->
                reports
                    .bucket("reports")
                    .role(
                        "reports-writer",
                        role ->
                            role.trusts(submitter)
                                .externalId(EXTERNAL_ID)
                                .maxSessionDuration(Duration.ofHours(12))
                                .readWrite("reports")));
  }
}
