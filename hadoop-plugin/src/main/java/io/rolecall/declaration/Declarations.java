package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import io.rolecall.route.NamedClient;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The declaration of this process, if a host gives one. Without one, each configuration speaks for
 * itself: {@code hadoop fs -D}, distcp, and programs that embed S3A are their own operators.
 * Thread-safe.
 */
public final class Declarations {

  /** The system property by which a gateway says that its site files are the declaration. */
  public static final String PROPERTY = "rolecall.declaration";

  /** Nobody changes these any more, while a gateway's users may set properties of its JVM. */
  private static final Optional<String> OF_COMMAND_LINE =
      property(ManagementFactory.getRuntimeMXBean().getInputArguments());

  private static final String SITE = "site";

  private static final DeclarationHosts HOSTS =
      new DeclarationHosts(
          Declarations.class.getClassLoader(), isGateway(), "org.apache.spark.SparkEnv");

  private static final InForce IN_FORCE = new InForce(Declarations::launch);

  private Declarations() {}

  /**
   * The declaration that is in force.
   *
   * @return the declaration; empty if no host gives one
   * @throws ConfigException if its settings, or the system property, are not valid
   */
  public static Optional<Declaration> current() {
    return IN_FORCE.current();
  }

  /**
   * The routes that a configuration is believed to name for a bucket.
   *
   * @param conf a file system's configuration
   * @param bucket its bucket
   * @return the routes of the declared set that it agrees with; its own if nothing is declared
   * @throws ConfigException if it does not agree with what is declared
   */
  public static RouteBook admit(Configuration conf, String bucket) {
    return current()
        .map(declaration -> declaration.admit(conf, bucket))
        .orElseGet(() -> RouteBook.of(conf));
  }

  /**
   * The routes that a configuration is believed to name for a client of another service.
   *
   * @param conf the client's configuration
   * @param client the client
   * @return the routes of the declared set that it agrees with; its own if nothing is declared
   * @throws ConfigException if it does not agree with what is declared
   */
  public static RouteBook admit(Configuration conf, NamedClient client) {
    return current()
        .map(declaration -> declaration.admit(conf, client))
        .orElseGet(() -> RouteBook.of(conf));
  }

  /**
   * The routes that a configuration of EMRFS's is believed to name for a bucket.
   *
   * @param conf EMRFS's configuration
   * @param bucket the bucket
   * @return the routes of the declared set that it agrees with; its own if nothing is declared
   * @throws ConfigException if it does not agree with what is declared, EMRFS's own keys included
   */
  public static RouteBook admitEmrfs(Configuration conf, String bucket) {
    return current()
        .map(declaration -> declaration.admitEmrfs(conf, bucket))
        .orElseGet(() -> RouteBook.of(conf));
  }

  /**
   * The configuration that a file system is to have.
   *
   * @param conf what it is given; is not changed
   * @param scheme its scheme
   * @param bucket its bucket
   * @param alone whether Hadoop keeps no such file system, whatever is configured
   * @return a copy, of which the declaration is sure
   * @throws ConfigException if it does not agree with what is declared
   */
  public static Configuration settle(
      Configuration conf, String scheme, String bucket, boolean alone) {
    return current()
        .map(declaration -> declaration.settle(conf, scheme, bucket, alone))
        .orElseGet(() -> new Configuration(conf));
  }

  /**
   * The routes for what is opened in no file system's name: collecting a job's tokens.
   *
   * @param conf the configuration at hand
   * @return the routes of the base set of what is declared; those of the configuration if nothing
   *     is
   * @throws ConfigException if what is declared is not valid
   */
  public static RouteBook base(Configuration conf) {
    return current()
        .map(declaration -> declaration.sets().get(0))
        .orElseGet(() -> RouteBook.of(conf));
  }

  /**
   * Remembers a file system that was opened under the declaration in force. It is ended when an
   * application starts in this process that declares the file system's bucket otherwise.
   *
   * @param opened the file system of the current Hadoop user, initialised
   * @param under what was in force before it was initialised: another application may have started
   *     meanwhile
   */
  public static void opened(OfLaunch opened, Optional<Declaration> under) {
    IN_FORCE.opened(opened, HadoopUser.current(), under);
  }

  /**
   * How many applications of this process have been followed by another one, so that what was made
   * for one of them is told from what is made now.
   *
   * @return zero for the first application, and before it
   * @throws ConfigException if what is declared is not valid
   */
  public static int generation() {
    return IN_FORCE.generation();
  }

  /**
   * Whether another application can start in this process, so that it is worth asking for what is
   * in force again. Cheap.
   *
   * @return true once a host was found
   */
  public static boolean canChange() {
    return HOSTS.areFound();
  }

  /**
   * Forgets a file system that was closed.
   *
   * @param closed the file system
   */
  public static void closed(OfLaunch closed) {
    IN_FORCE.closed(closed);
  }

  /**
   * Whether this process was started as one that runs the text of many users: then nothing that
   * their class loaders have counts.
   *
   * @return whether the command line says so
   */
  public static boolean isGateway() {
    return OF_COMMAND_LINE.filter(SITE::equals).isPresent();
  }

  /** What the arguments of a JVM say; as the JVM has it, the last one counts. */
  private static Optional<String> property(List<String> arguments) {
    String option = "-D" + PROPERTY;
    return arguments.stream()
        .filter(argument -> argument.equals(option) || argument.startsWith(option + "="))
        .reduce((earlier, later) -> later)
        .map(argument -> argument.substring(Math.min(argument.length(), option.length() + 1)));
  }

  private static Optional<Launch> launch() {
    for (DeclarationHost host : HOSTS.found()) {
      Optional<Launch> launch = host.launch();
      if (launch.isPresent()) {
        return launch;
      }
    }
    String property = OF_COMMAND_LINE.orElseGet(() -> System.getProperty(PROPERTY, ""));
    if (property.equals(SITE)) {
      return Optional.of(new Launch(Declarations.class, Configuration::new, Map.of(), "", false));
    }
    if (!property.isEmpty()) {
      throw new ConfigException(
          "-D" + PROPERTY + "=" + property + ": expected " + SITE + ", or nothing", null);
    }
    return Optional.empty();
  }
}
