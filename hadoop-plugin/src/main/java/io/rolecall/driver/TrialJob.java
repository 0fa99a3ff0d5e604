package io.rolecall.driver;

import io.rolecall.config.ConfigException;
import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.credentials.Unrouted;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.Access;
import io.rolecall.route.Place;
import io.rolecall.routes.Routed;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.sts.CallerIdentity;
import io.rolecall.sts.ForeignCaller;
import io.rolecall.sts.Job;
import io.rolecall.sts.JobIdentity;
import java.time.Clock;
import java.util.Optional;

/**
 * A job that only tries: it goes a job's way to the credentials of one bucket's locations, or of a
 * client, for who tells what a job would do, or hands a session on. It waits no failure out, and
 * what it got ends with it. Thread-safe.
 */
public final class TrialJob implements AutoCloseable {

  private final Routed routed;
  private final Job job;
  private final MintedSessions sessions;

  private TrialJob(Routed routed, Job job, MintedSessions sessions) {
    this.routed = routed;
    this.job = job;
    this.sessions = sessions;
  }

  /**
   * A trial. Makes no network call.
   *
   * @param routed the bucket or client, its routes, and whom they are for
   * @param clock this process's clock
   * @return the trial; to be closed
   * @throws ConfigException if a setting cannot be used
   */
  public static TrialJob of(Routed routed, Clock clock) {
    RolecallConfig config = routed.config();
    Job job = new Job(config, routed.user().user());
    // Its sessions are gone at once: there is nothing to measure.
    SessionStore store =
        SessionStore.onSharedThreads(config.renewalPolicy(), clock, unmeasured -> {});
    return new TrialJob(
        routed, job, new MintedSessions(store, job, config.renewalPolicy().patience(), clock));
  }

  /**
   * What a job's request for a place would be signed with. May call STS.
   *
   * @param place a location of the bucket, or the client
   * @return the session; empty if a base identity itself signs, which has its credentials
   * @throws SessionException if there are no credentials
   * @throws ConfigException if nobody is to sign: there is no route, or it is for others; or if the
   *     configuration says that this process is an executor
   */
  public Optional<Session> access(Place place) throws SessionException {
    if (routed.config().processRole() == ProcessRole.EXECUTOR) {
      throw new ConfigException(
          RolecallKeys.PROCESS.written(routed.config().conf())
              + " = 'executor': an executor mints no sessions; run this where the driver runs",
          null);
    }
    return sessions
        .at(place, routed)
        .orElseThrow(() -> new ConfigException(Unrouted.named(place), null))
        .tried();
  }

  /**
   * Whom STS takes the base identity of a role for.
   *
   * @param role the role, or the last one of a chain; one whose base identity has credentials of
   *     its own
   * @return the caller
   * @throws SessionException if there are no credentials, or STS does not answer or know them
   * @throws ConfigException if the role is signed in to
   */
  public CallerIdentity caller(Access.Role role) throws SessionException {
    return sessions.caller(role, routed.config());
  }

  /**
   * Whom STS takes somebody for who has a session of a role and signs the question with it. It is
   * sent where and how a job would ask for that session.
   *
   * @param role the role
   * @param signature signs
   * @param who what messages call whoever signs
   * @return the ARN; empty if the STS of a store has no GetCallerIdentity
   * @throws SessionException if STS does not answer, or does not know who signed
   */
  public Optional<String> foreignCaller(
      Access.Role role, ForeignCaller.Signature signature, String who) throws SessionException {
    return sessions.foreignCaller(role, routed.config(), signature, who);
  }

  /**
   * Whom the sessions are named after.
   *
   * @return the job; its id is made up as long as {@link #isJobKnown} is false
   */
  public JobIdentity job() {
    return job.get();
  }

  /**
   * Whether the job's id is known before it starts.
   *
   * @return false if only the job's host will tell
   */
  public boolean isJobKnown() {
    return job.isKnown();
  }

  @Override
  public void close() {
    sessions.close();
  }

  /** The bucket or client, and the user. */
  @Override
  public String toString() {
    return "trial of " + routed;
  }
}
