package io.rolecall.quickstart;

import static java.util.Objects.requireNonNull;

import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccountBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The sample world: the account that jobs are submitted from, and two that own data.
 *
 * <p>What its owners have set is what {@code rolecall iam} writes for the job's own settings, and
 * nothing else. {@code submitter}, a user of the job's account, may do nothing but assume the roles
 * of the others.
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

  private static final Map<String, String> BUCKETS =
      Map.of(JOB, JOB_BUCKET, FLIGHTS, FLIGHTS_BUCKET, AIRPORTS, AIRPORTS_BUCKET);

  private ThreeAccounts() {}

  /** The documents are the same for all tests of a process. */
  private static final class Written {
    static final OwnersDocuments DOCUMENTS = documents(Workplace.ofThisProject());
  }

  /**
   * The world, to be started.
   *
   * @return its builder
   * @throws UncheckedIOException if {@code rolecall iam} fails
   */
  public static LocalAwsBuilder world() {
    return world(Written.DOCUMENTS);
  }

  /**
   * The world, with what a test needs beside the job in its account.
   *
   * @param beside what else there is in the job's account
   * @return its builder
   * @throws UncheckedIOException if {@code rolecall iam} fails
   */
  public static LocalAwsBuilder world(Consumer<AccountBuilder> beside) {
    return world(Written.DOCUMENTS, beside);
  }

  /**
   * The world in which the owners have set these documents.
   *
   * @param documents what they have set
   * @return its builder
   */
  public static LocalAwsBuilder world(OwnersDocuments documents) {
    return world(documents, nothing -> {});
  }

  private static LocalAwsBuilder world(OwnersDocuments documents, Consumer<AccountBuilder> beside) {
    LocalAwsBuilder world = new LocalAwsBuilder();
    for (String account : List.of(JOB, FLIGHTS, AIRPORTS)) {
      world.account(
          account,
          builder -> {
            documents.describe(account, List.of(requireNonNull(BUCKETS.get(account))), builder);
            if (account.equals(JOB)) {
              beside.accept(builder);
            }
          });
    }
    return world;
  }

  /**
   * What {@code rolecall iam} is asked: the job's settings, who submits it, and that the flights
   * are only read.
   *
   * @return its arguments
   */
  public static List<String> question() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--principal=arn:aws:iam::" + JOB + ":user/" + SUBMITTER);
    arguments.add("--read=s3a://" + FLIGHTS_BUCKET);
    JobSettings.roles().forEach((key, value) -> arguments.add("--conf=" + key + "=" + value));
    return arguments;
  }

  /**
   * What {@code rolecall iam} answers.
   *
   * @param workplace where it is
   * @return what the owners set
   * @throws UncheckedIOException if it fails
   */
  public static OwnersDocuments documents(Workplace workplace) {
    try {
      return OwnersDocuments.written(workplace, question());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
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
