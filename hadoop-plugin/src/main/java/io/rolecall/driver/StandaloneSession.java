package io.rolecall.driver;

import io.rolecall.config.ConfigException;
import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionStore;
import io.rolecall.sts.Job;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;

/**
 * One session of a location, minted as a job's would be, for a process that hands it on and keeps
 * none.
 */
public final class StandaloneSession {

  private StandaloneSession() {}

  /**
   * Obtains a session. Calls STS.
   *
   * @param conf the Hadoop configuration
   * @param location the location; must be routed to a role
   * @param caller the Hadoop user, whose route is taken and whom the session is named after
   * @param clock this process's clock
   * @return the session; nobody renews it
   * @throws SessionException if STS gives none
   * @throws ConfigException if the location is not routed to a role, or the configuration says that
   *     this process is an executor
   */
  public static Session obtain(
      Configuration conf, S3Location location, HadoopUser caller, Clock clock)
      throws SessionException {
    RoutedBucket bucket = RouteBook.of(conf).of(location.bucket(), caller);
    RolecallConfig config = bucket.config();
    if (config.processRole() == ProcessRole.EXECUTOR) {
      throw new ConfigException(
          RolecallKeys.PROCESS.name()
              + " = 'executor': an executor mints no sessions; run this where the driver runs",
          null);
    }
    Route route = bucket.routes().find(location.prefix());
    if (route == null) {
      throw new ConfigException(location + ": no route", null);
    }
    Access.Role role =
        route
            .access()
            .match(
                found -> found,
                base -> {
                  throw new ConfigException(
                      location
                          + " is routed to the base identity, which is never handed over. A tool on"
                          + " this machine can use it by itself; for others, route the location to a"
                          + " role",
                      null);
                },
                nobody -> {
                  throw new ConfigException(nobody.why(), null);
                });
    // Its one session is gone at once: there is nothing to measure.
    SessionStore store =
        SessionStore.onSharedThreads(config.renewalPolicy(), clock, unmeasured -> {});
    try (MintedSessions sessions =
        new MintedSessions(
            store, new Job(config, caller.user()), config.renewalPolicy().patience(), clock)) {
      return sessions.live(role, config, route.toString()).currentOrFail();
    }
  }
}
