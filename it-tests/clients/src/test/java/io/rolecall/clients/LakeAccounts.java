package io.rolecall.clients;

import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.oidc.TokenIssuer;
import java.net.URI;
import java.time.Duration;

/**
 * The world of the guide: who submits, who owns the source, who owns the lake. In the lake's
 * account live decoys too, each with every right on the lake, for whoever looks where an executor
 * would.
 */
final class LakeAccounts {

  static final String JOB = "111111111111";
  static final String LAKE = "333333333333";
  static final String SUBMITTER = "submitter";
  static final String SOURCE_BUCKET = "partner-flights";
  static final String LAKE_BUCKET = "results-lake";

  static final String OWNER_ROLE = "arn:aws:iam::222222222222:role/flights-owner";
  static final String TABLES_ROLE = "arn:aws:iam::333333333333:role/lake-tables";
  static final String DATA_ROLE = "arn:aws:iam::333333333333:role/lake-data";

  static final String WHOLE_ROLE = "arn:aws:iam::333333333333:role/lake-whole";

  static final String OF_ENVIRONMENT = "decoy-environment";
  static final String OF_FILE = "decoy-file";
  static final String OF_WEB_IDENTITY = "arn:aws:iam::333333333333:role/decoy-web";

  /** A container's and an instance's are of one role. */
  static final String OF_MACHINE = "decoy-metadata";

  static final String OF_METADATA = "arn:aws:iam::333333333333:role/decoy-metadata";

  static final TokenIssuer ISSUER =
      new TokenIssuer(URI.create("https://oidc.eks.us-east-1.amazonaws.com/id/DECOY"));
  static final String SUBJECT = "system:serviceaccount:jobs:executor";

  private static final String SUBMITTER_ARN = "arn:aws:iam::" + JOB + ":user/" + SUBMITTER;

  private LakeAccounts() {}

  static LocalAwsBuilder world() {
    return new LocalAwsBuilder()
        .instanceProfile(OF_METADATA, Duration.ofHours(1))
        .account(
            JOB,
            account -> account.user(SUBMITTER).role("catalog", role -> role.trusts(SUBMITTER_ARN)))
        .account(
            "222222222222",
            account ->
                account
                    .bucket(SOURCE_BUCKET)
                    .role(
                        "flights-owner",
                        role -> role.trusts(SUBMITTER_ARN).readWrite(SOURCE_BUCKET))
                    .role(
                        "events-reader",
                        role -> role.trusts(SUBMITTER_ARN).externalId("contract-4711")))
        .account(
            LAKE,
            account ->
                account
                    .bucket(LAKE_BUCKET)
                    .oidcProvider(ISSUER, "sts.amazonaws.com")
                    .user(OF_ENVIRONMENT, user -> user.readWrite(LAKE_BUCKET))
                    .user(OF_FILE, user -> user.readWrite(LAKE_BUCKET))
                    .role(
                        "decoy-web",
                        role -> role.trustsWebIdentity(ISSUER, SUBJECT).readWrite(LAKE_BUCKET))
                    .role("decoy-metadata", role -> role.readWrite(LAKE_BUCKET))
                    .role("lake-whole", role -> role.trusts(SUBMITTER_ARN).readWrite(LAKE_BUCKET))
                    .role("lake-a", role -> role.trusts(SUBMITTER_ARN).readWrite(LAKE_BUCKET, "a"))
                    .role("lake-b", role -> role.trusts(SUBMITTER_ARN).readWrite(LAKE_BUCKET, "b"))
                    .role(
                        "lake-tables",
                        role -> role.trusts(SUBMITTER_ARN).readWrite(LAKE_BUCKET, "warehouse"))
                    .role(
                        "lake-data",
                        role ->
                            role.trusts(SUBMITTER_ARN)
                                .readWrite(LAKE_BUCKET, "warehouse/db/totals/data")));
  }
}
