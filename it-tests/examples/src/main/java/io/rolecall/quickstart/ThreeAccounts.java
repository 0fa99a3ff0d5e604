package io.rolecall.quickstart;

import io.rolecall.localaws.LocalAwsBuilder;
import java.util.List;

/**
 * The sample world: the account that jobs are submitted from, and two that own data.
 *
 * <p>{@code submitter}, a user of the job's account, may do nothing but assume the three roles.
 */
public final class ThreeAccounts {

  /** The account that the job is submitted from. */
  public static final String JOB = "111111111111";

  /** The account that owns the flights. */
  public static final String FLIGHTS = "222222222222";

  /** The account that owns the airports, and lends a place for checkpoints. */
  public static final String AIRPORTS = "333333333333";

  /** The user that submits the job: its base identity. */
  public static final String SUBMITTER = "submitter";

  /** The job's own bucket. */
  public static final String JOB_BUCKET = "job-results";

  /** The flights' bucket, which may only be read. */
  public static final String FLIGHTS_BUCKET = "partner-flights";

  /** The airports' bucket. */
  public static final String AIRPORTS_BUCKET = "partner-airports";

  /** The role for the job's own bucket. */
  public static final String JOB_ROLE = "arn:aws:iam::" + JOB + ":role/job-writer";

  /** The role for the flights. */
  public static final String FLIGHTS_ROLE = "arn:aws:iam::" + FLIGHTS + ":role/flights-reader";

  /** The role for the airports. */
  public static final String AIRPORTS_ROLE = "arn:aws:iam::" + AIRPORTS + ":role/airports-partner";

  /** The external id that the flights' owner asks for. */
  public static final String FLIGHTS_EXTERNAL_ID = "contract-4711";

  private static final String SUBMITTER_ARN = "arn:aws:iam::" + JOB + ":user/" + SUBMITTER;

  private ThreeAccounts() {}

  /**
   * The world, to be started.
   *
   * @return its builder
   */
  public static LocalAwsBuilder world() {
    return new LocalAwsBuilder()
        .account(
            JOB,
            account ->
                account
                    .user(SUBMITTER)
                    .bucket(JOB_BUCKET)
                    .role("job-writer", role -> role.trusts(SUBMITTER_ARN).readWrite(JOB_BUCKET)))
        .account(
            FLIGHTS,
            account ->
                account
                    .bucket(FLIGHTS_BUCKET)
                    .role(
                        "flights-reader",
                        role ->
                            role.trusts(SUBMITTER_ARN)
                                .externalId(FLIGHTS_EXTERNAL_ID)
                                .read(FLIGHTS_BUCKET)))
        .account(
            AIRPORTS,
            account ->
                account
                    .bucket(AIRPORTS_BUCKET)
                    .role(
                        "airports-partner",
                        role -> role.trusts(SUBMITTER_ARN).readWrite(AIRPORTS_BUCKET)));
  }

  /**
   * The roles, one per account.
   *
   * @return their ARNs
   */
  public static List<String> roles() {
    return List.of(JOB_ROLE, FLIGHTS_ROLE, AIRPORTS_ROLE);
  }
}
