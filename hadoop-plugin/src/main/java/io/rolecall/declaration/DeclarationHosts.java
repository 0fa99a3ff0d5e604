package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The hosts that this process can ask what it was started with. Once found, a host is kept for all
 * threads: one whose class loader sees no host would otherwise open what it likes. Thread-safe.
 */
final class DeclarationHosts {

  private final ClassLoader own;
  private final boolean ownAlone;
  private final String sparkEnv;
  private volatile List<DeclarationHost> found = List.of();

  /**
   * Hosts, none of them found yet.
   *
   * @param own the loader of Rolecall's classes
   * @param ownAlone whether no other loader is asked: on a gateway, the loader of a session has the
   *     jars that its user added
   * @param sparkEnv Spark's class whose static {@code get()} tells whether Spark runs here
   */
  DeclarationHosts(ClassLoader own, boolean ownAlone, String sparkEnv) {
    this.own = own;
    this.ownAlone = ownAlone;
    this.sparkEnv = sparkEnv;
  }

  /**
   * The hosts.
   *
   * @return the hosts; none in a process that runs nobody else's text
   * @throws ConfigException if Spark runs here and its host is not to be found
   */
  List<DeclarationHost> found() {
    if (!found.isEmpty()) {
      return found;
    }
    for (ClassLoader loader : loaders()) {
      List<DeclarationHost> hosts = new ArrayList<>();
      ServiceLoader.load(DeclarationHost.class, loader).forEach(hosts::add);
      if (!hosts.isEmpty()) {
        found = List.copyOf(hosts);
        return found;
      }
    }
    for (ClassLoader loader : loaders()) {
      if (sparkRuns(loader)) {
        throw new ConfigException(
            "Spark runs in this process, but rolecall-spark is not on its class path, so that nobody"
                + " can tell what the operator declared from what a query set. Add"
                + " rolecall-spark-<version>.jar where rolecall-hadoop-plugin is: spark.jars, or"
                + " Spark's folder jars",
            null);
      }
    }
    return List.of();
  }

  /** Whether hosts were found before. Looks for none. */
  boolean areFound() {
    return !found.isEmpty();
  }

  private Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(own);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null && !ownAlone) {
      loaders.add(context);
    }
    return loaders;
  }

  private boolean sparkRuns(ClassLoader loader) {
    try {
      return Class.forName(sparkEnv, false, loader).getMethod("get").invoke(null) != null;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false; // No Spark here, or none that can run.
    }
  }
}
