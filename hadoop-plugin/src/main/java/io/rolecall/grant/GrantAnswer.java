package io.rolecall.grant;

import io.rolecall.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A driver's answer to a {@link GrantRequest}.
 *
 * @param job the job's id, for the audit log; empty if the driver does not know it
 * @param writtenAt when it was written, by its writer's clock
 * @param buckets the routes of the buckets and clients that were asked for, and perhaps of others
 * @param roles an answer for each role that was asked for
 */
public record GrantAnswer(
    String job,
    Instant writtenAt,
    Map<PlaceOfSet, GrantedBucket> buckets,
    Map<RoleOfSet, RoleAnswer> roles) {

  /** Copies the routes and answers, in order: the same answer is written the same. */
  public GrantAnswer {
    buckets = Collections.unmodifiableMap(new LinkedHashMap<>(buckets));
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }

  /**
   * The answer with expirations by this process's clock, for one that was written just now: what is
   * left of a session counts, not what the writer's clock showed.
   *
   * @param now the time, by this process's clock
   * @return the same answer, written now
   */
  public GrantAnswer arrivedAt(Instant now) {
    Duration shift = Duration.between(writtenAt, now);
    Map<RoleOfSet, RoleAnswer> shifted = new LinkedHashMap<>();
    roles.forEach(
        (role, answer) ->
            shifted.put(
                role,
                answer.match(
                    granted -> new RoleAnswer.Granted(shift(granted.session(), shift)),
                    underWay -> underWay,
                    refused -> refused)));
    return new GrantAnswer(job, now, buckets, shifted);
  }

  private static Session shift(Session session, Duration by) {
    return new Session(
        session.accessKeyId(),
        session.secretAccessKey(),
        session.sessionToken(),
        session.role(),
        session.sessionName(),
        session.expiration().plus(by));
  }
}
