package io.rolecall.quickstart;

import io.rolecall.localaws.log.AccessLog.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What LocalAws's log says of a job: who signed what.
 *
 * @param entries the log
 * @param applicationId the job's id, which session names must contain
 */
public record Verdict(List<Entry> entries, String applicationId) {

  private static final Map<String, String> ROLE_OF_BUCKET =
      Map.of(
          ThreeAccounts.JOB_BUCKET, ThreeAccounts.JOB_ROLE,
          ThreeAccounts.FLIGHTS_BUCKET, ThreeAccounts.FLIGHTS_ROLE,
          ThreeAccounts.AIRPORTS_BUCKET, ThreeAccounts.AIRPORTS_ROLE);

  /** Copies the log. */
  public Verdict {
    entries = List.copyOf(entries);
  }

  /** S3 requests. */
  public long requests() {
    return entries.stream().filter(entry -> entry.service().equals("s3")).count();
  }

  /** AssumeRole calls. */
  public long stsCalls() {
    return entries.stream().filter(entry -> entry.operation().equals("AssumeRole")).count();
  }

  /** AssumeRole calls beyond the first of each role. */
  public long renewals() {
    return stsCalls()
        - entries.stream()
            .map(Entry::roleRequest)
            .filter(Objects::nonNull)
            .map(request -> request.roleArn())
            .distinct()
            .count();
  }

  /** Requests that met an expired session, each of which was signed again. */
  public long expiredRetries() {
    return entries.stream()
        .filter(entry -> entry.service().equals("s3") && "ExpiredToken".equals(entry.errorCode()))
        .count();
  }

  /**
   * How many whole session lifetimes the job spans, from its first to its last request.
   *
   * @param lifetime of a session
   */
  public long lifetimes(Duration lifetime) {
    Instant first = entries.stream().map(Entry::time).min(Comparator.naturalOrder()).orElseThrow();
    Instant last = entries.stream().map(Entry::time).max(Comparator.naturalOrder()).orElseThrow();
    return Duration.between(first, last).dividedBy(lifetime);
  }

  /**
   * What should not have happened: requests that were not signed by the role session of the
   * bucket's account and of this job, STS calls by anybody but the submitter.
   *
   * @return a sentence each; empty if all is well
   */
  public List<String> complaints() {
    return complaints(Map.of());
  }

  /**
   * The same, of a job that uses more than the three accounts.
   *
   * @param more the role of each further bucket
   * @return a sentence each; empty if all is well
   */
  public List<String> complaints(Map<String, String> more) {
    List<String> complaints = new ArrayList<>();
    for (Entry entry : entries) {
      String signer = String.valueOf(entry.principalArn());
      if (entry.service().equals("s3")) {
        String bucket = String.valueOf(entry.bucket());
        String role =
            String.valueOf(
                ROLE_OF_BUCKET.containsKey(bucket) ? ROLE_OF_BUCKET.get(bucket) : more.get(bucket));
        String session = role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/";
        if (!signer.startsWith(session) || !signer.contains(applicationId)) {
          complaints.add(entry.operation() + " in " + entry.bucket() + " was signed by " + signer);
        }
      } else if (entry.principalArn() != null
          && !signer.endsWith(":user/" + ThreeAccounts.SUBMITTER)) {
        // Calls that STS did not look at, because it was told to be out of order, have no caller.
        complaints.add(entry.operation() + " of STS was called by " + signer);
      }
    }
    return complaints.stream().distinct().toList();
  }

  /** Requests by role session, bucket and operation. */
  public List<String> table() {
    Map<List<String>, Long> counts =
        entries.stream()
            .filter(entry -> entry.service().equals("s3"))
            .collect(
                Collectors.groupingBy(
                    entry ->
                        List.of(
                            session(entry.principalArn()),
                            String.valueOf(entry.bucket()),
                            entry.operation()),
                    () -> new TreeMap<>(Comparator.comparing(Object::toString)),
                    Collectors.counting()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("role session", "bucket", "operation", "requests"));
    counts.forEach(
        (key, count) -> rows.add(List.of(key.get(0), key.get(1), key.get(2), count.toString())));
    return TextTable.format(rows);
  }

  private static String session(@Nullable String principalArn) {
    return String.valueOf(principalArn).replaceFirst("^arn:aws:sts::", "");
  }
}
