package io.rolecall.job;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.declaration.Declaration;
import io.rolecall.declaration.Declarations;
import io.rolecall.driver.DeclaredRoutes;
import io.rolecall.driver.DriverAnswers;
import io.rolecall.driver.MintedSessions;
import io.rolecall.driver.RoutesAtStart;
import io.rolecall.grant.AnswerCodec;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.RenewedGrant;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * The driver's end of a {@link io.rolecall.executor.SessionChannel}: answers executors with the
 * sessions that this process mints, the same for all of them. Executors get what the driver's
 * routes say, nothing else. Thread-safe.
 */
public final class SessionIssuer implements AutoCloseable {

  private final OwnerSessions share;
  private final MintedSessions sessions;
  private final DriverAnswers answers;

  private SessionIssuer(OwnerSessions share, MintedSessions sessions, DriverAnswers answers) {
    this.share = share;
    this.sessions = sessions;
    this.answers = answers;
  }

  /**
   * The issuer of the current user's sessions. Reads the routes, and perhaps the user's groups:
   * what is said later changes nothing of what executors can get.
   *
   * @param conf the driver's Hadoop configuration
   * @return the issuer; to be closed when the job ends
   * @throws IOException if the current user cannot be determined
   * @throws ConfigException if this process is configured as an executor
   */
  public static SessionIssuer create(Configuration conf) throws IOException {
    UserGroupInformation owner = UserGroupInformation.getCurrentUser();
    // Before sessions are shared: an application that ends here takes its own with it.
    List<RouteBook> declared = declared(conf);
    OwnerSessions share = OwnerSessions.acquire(owner, RolecallConfig.ofAll(conf));
    MintedSessions minted = share.minted().orElse(null);
    if (minted == null) {
      share.close();
      throw new ConfigException(
          RolecallKeys.PROCESS.name()
              + " says that this process is an executor, but it is the driver; remove the key",
          null);
    }
    DeclaredRoutes routes = RoutesAtStart.read(declared, HadoopUser.of(owner));
    return new SessionIssuer(share, minted, new DriverAnswers(routes, minted, Clock.systemUTC()));
  }

  /** What the host declares; without a host, the configuration speaks for itself. */
  private static List<RouteBook> declared(Configuration conf) {
    return Declarations.current()
        .map(Declaration::sets)
        .orElseGet(() -> List.of(RouteBook.of(conf)));
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

  /**
   * Says that the job's id is known now. Executors get sessions from now on; those that were minted
   * without it are minted again.
   */
  public void jobIdKnown() {
    answers.begin();
    sessions.renewUnnamed();
  }

  /**
   * Answers an executor, at once: waits for nobody. Sessions that are asked for and not live are
   * minted meanwhile; the answer then says when to ask again.
   *
   * @param asker the executor's id, which proves nothing and serves for bounds alone
   * @param request the question
   * @return the answer: the routes of the buckets, and how the roles stand, that are asked for
   * @throws IOException if the question cannot be read
   */
  public byte[] answer(String asker, byte[] request) throws IOException {
    return AnswerCodec.encode(answers.answer(asker, GrantRequest.decode(request)));
  }

  /**
   * The sessions of a bucket's token, for whoever makes it again each time they are renewed. They
   * last until this is closed.
   *
   * @param bucket the bucket, its settings and its user
   * @param wanted the locations whose roles are wanted; none: all roles of the bucket
   * @return the grant; nobody is asked yet
   */
  public RenewedGrant renewed(RoutedBucket bucket, Collection<S3Location> wanted) {
    return sessions.renewed(bucket, wanted);
  }

  /** Gives up the sessions, unless FileSystems of this process still use them. */
  @Override
  public void close() {
    share.close();
  }
}
