package io.rolecall.spark;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.declaration.Declarations;
import io.rolecall.doctor.routes.ExecutorLocations;
import io.rolecall.route.NamedPlace;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.spark.channel.Neighbours;
import io.rolecall.supply.sessions.ProfileFiles;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver does so that the programs of its executors find sessions: it looks whether they may
 * have what the declaration says, and names the files in the environment that executors start with.
 */
final class SessionsForPrograms {

  private static final Logger LOG = LoggerFactory.getLogger(SessionsForPrograms.class);

  private static final String KEY = RolecallKeys.EXECUTOR_SESSIONS.name();
  private static final String EXECUTOR_ENVIRONMENT = "spark.executorEnv.";

  private SessionsForPrograms() {}

  /**
   * Prepares executors, if the declaration says so. Before Spark starts any.
   *
   * @throws ConfigException if executors cannot give what it says
   */
  static void prepare(SparkContext sc) {
    Declarations.current()
        .ifPresent(
            declaration -> {
              RouteBook base = declaration.sets().get(0);
              List<NamedPlace> locations = ExecutorLocations.of(base, HadoopUser.current());
              if (locations.isEmpty()) {
                return;
              }
              boolean kerberos = UserGroupInformation.isSecurityEnabled();
              String master = sc.conf().get("spark.master", "");
              Neighbours neighbours = Neighbours.of(master, kerberos);
              if (tell(locations, neighbours, LOG::info, LOG::warn)) {
                // Standalone masters start executors with what the context has read before.
                put(
                    sc.conf(),
                    ProfileFiles.variables(workingFolder(master)),
                    sc.executorEnvs()::put);
              }
            });
  }

  /** An executor's, as its environment can name it at the launch; empty if it cannot. */
  static String workingFolder(String master) {
    // NodeManagers fill it in, in the scripts that start containers.
    return master.equals("yarn") ? "{{PWD}}" : "";
  }

  /** Says what executors will do; false if there are none. */
  static boolean tell(
      List<NamedPlace> locations,
      Neighbours neighbours,
      Consumer<String> info,
      Consumer<String> warn) {
    if (neighbours == Neighbours.NO_EXECUTORS) {
      warn.accept(
          KEY
              + ": this driver has no executors, and no profile is made: its programs inherit its own"
              + " environment. 'rolecall run --aws' starts a program with profiles");
      return false;
    }
    info.accept(
        KEY
            + ": programs on executors have the profiles "
            + locations.stream()
                .map(each -> each.name().orElse("") + " (" + each.place() + ")")
                .collect(Collectors.joining(", ")));
    if (neighbours == Neighbours.ONE_USER) {
      warn.accept(
          KEY
              + ": this cluster's executors are processes of one user of the system, whoever's"
              + " application they are of, unless it is set up otherwise: any of them can take these"
              + " sessions from the files, the memory or the environment of an executor beside it");
    }
    return true;
  }

  /** How a variable is set. */
  interface Environment {
    void put(String name, String value);
  }

  /**
   * Names the files.
   *
   * @param variables the variables that do so
   * @throws ConfigException if the launch says something else
   */
  static void put(SparkConf conf, Map<String, String> variables, Environment environment) {
    variables.forEach(
        (name, value) -> {
          String key = EXECUTOR_ENVIRONMENT + name;
          String said = conf.get(key, value);
          // A configuration may have been an earlier application's.
          if (!ProfileFiles.isOurs(name, said)) {
            throw new ConfigException(
                key
                    + " = '"
                    + said
                    + "': with "
                    + KEY
                    + " the driver sets it, where executors write their profiles. Remove one of the"
                    + " two",
                null);
          }
        });
    variables.forEach(
        (name, value) -> {
          conf.set(EXECUTOR_ENVIRONMENT + name, value);
          environment.put(name, value);
        });
  }
}
