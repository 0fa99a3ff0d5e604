package io.rolecall.delegation;

import io.rolecall.config.Caller;
import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RouteBook;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * The driver's end of a {@link SessionChannel}: answers executors with the sessions that this
 * process mints, the same for all of them. Executors get what the driver's routes say, nothing
 * else. Thread-safe.
 */
public final class SessionIssuer implements AutoCloseable {

  private final RouteBook book;
  private final Caller caller;
  private final OwnerSessions share;
  private final MintedSessions sessions;

  private SessionIssuer(
      RouteBook book, Caller caller, OwnerSessions share, MintedSessions sessions) {
    this.book = book;
    this.caller = caller;
    this.share = share;
    this.sessions = sessions;
  }

  /**
   * The issuer of the current user's sessions.
   *
   * @param conf the driver's Hadoop configuration
   * @return the issuer; to be closed when the job ends
   * @throws IOException if the current user cannot be told
   * @throws ConfigException if this process is configured as an executor
   */
  public static SessionIssuer create(Configuration conf) throws IOException {
    UserGroupInformation owner = UserGroupInformation.getCurrentUser();
    OwnerSessions share = OwnerSessions.acquire(owner, RolecallConfig.ofAll(conf));
    if (share.sessions() instanceof MintedSessions minted) {
      return new SessionIssuer(RouteBook.of(conf), Caller.of(owner), share, minted);
    }
    share.close();
    throw new ConfigException(
        io.rolecall.config.RolecallKeys.PROCESS.name()
            + " says that this process is an executor, but it is the driver; remove the key",
        null);
  }

  /**
   * Says what the job is called.
   *
   * @param id gives the job's id; null as long as it is not known
   * @param name the job's name; may be empty
   */
  public void declareJob(Supplier<@Nullable String> id, String name) {
    sessions.declareJob(id, name);
  }

  /** Says that the job's id is known now: sessions that were minted without it are minted again. */
  public void jobIdKnown() {
    sessions.renewUnnamed();
  }

  /**
   * Answers an executor. Mints what is asked for and not live; does not wait out failures, which
   * the answer then holds.
   *
   * @param request the question
   * @return the answer: routes and sessions of the buckets that are asked for, or in use already
   * @throws IOException if the question cannot be read
   */
  public byte[] answer(byte[] request) throws IOException {
    GrantRequest wanted = GrantRequest.decode(request);
    sessions.reject(wanted.rejected());
    return GrantCodec.encode(sessions.grant(wanted.buckets(), bucket -> book.of(bucket, caller)));
  }

  /** Gives up the sessions, unless FileSystems of this process still use them. */
  @Override
  public void close() {
    share.close();
  }
}
