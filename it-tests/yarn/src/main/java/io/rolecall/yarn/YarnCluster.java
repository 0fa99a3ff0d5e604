package io.rolecall.yarn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A resource manager and a node manager that live until standard input ends. Its class path clashes
 * with that of a test, so it is a process.
 */
public final class YarnCluster {

  /** The ending of the names of users' files of keys. */
  static final String KEYTAB = "keytab";

  /** The ending of the names of ticket caches. */
  static final String TICKETS = "tickets";

  private static final String SERVICE = "yarn/localhost";

  private YarnCluster() {}

  /**
   * Starts the cluster, and tells of it in a folder: the client's configuration in {@code conf}.
   * With {@code kerberos}, also {@code krb5.conf}, and keys and a ticket of each of those users.
   *
   * @param args the folder, and perhaps {@code kerberos} with the users' names
   */
  public static void main(String[] args) {
    try {
      run(args);
      System.exit(0);
    } catch (Exception | LinkageError e) {
      // Threads of a cluster that has half started would keep the process alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    YarnConfiguration conf = configuration(folder);
    if (args.length > 1) {
      Kerberos kerberos = Kerberos.start(folder);
      Path keytab = folder.resolve(KEYTAB);
      kerberos.createKeys(keytab, SERVICE);
      for (int i = 2; i < args.length; i++) {
        Path keys = folder.resolve(args[i] + "." + KEYTAB);
        kerberos.createKeys(keys, args[i]);
        kerberos.signIn(args[i], keys, folder.resolve(args[i] + "." + TICKETS));
      }
      String principal = SERVICE + "@" + kerberos.realm();
      secure(conf, principal, keytab);
      UserGroupInformation.setConfiguration(conf);
      // The daemons of a MiniYARNCluster leave that to whoever starts them.
      UserGroupInformation.loginUserFromKeytab(principal, keytab.toString());
    }
    try (MiniYARNCluster cluster = new MiniYARNCluster("yarn", 1, 1, 1)) {
      cluster.init(conf);
      cluster.start();
      write(cluster.getConfig(), folder.resolve("conf"));
      // Whoever started it holds the other end.
      System.in.readAllBytes();
    }
  }

  private static YarnConfiguration configuration(Path folder) {
    YarnConfiguration conf = new YarnConfiguration();
    conf.set("fs.defaultFS", "file:///");
    conf.set("hadoop.tmp.dir", folder.resolve("tmp").toString());
    conf.set(
        "yarn.resourcemanager.scheduler.class",
        "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
    conf.setInt("yarn.nodemanager.resource.memory-mb", 8192);
    conf.setInt("yarn.nodemanager.resource.cpu-vcores", 8);
    conf.setInt("yarn.scheduler.minimum-allocation-mb", 256);
    conf.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
    conf.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    conf.setFloat(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 99.5f);
    // Tests read what containers printed.
    conf.setInt("yarn.nodemanager.delete.debug-delay-sec", 3600);
    return conf;
  }

  private static void secure(Configuration conf, String principal, Path keytab) {
    conf.set("hadoop.security.authentication", "kerberos");
    for (String daemon : new String[] {"resourcemanager", "nodemanager"}) {
      conf.set("yarn." + daemon + ".principal", principal);
      conf.set("yarn." + daemon + ".keytab", keytab.toString());
    }
    // Users may submit for others, as a gateway does: "gateway" may.
    conf.set("hadoop.proxyuser.gateway.hosts", "*");
    conf.set("hadoop.proxyuser.gateway.users", "*");
    conf.set("yarn.resourcemanager.proxy-user-privileges.enabled", "false");
  }

  /** Tells clients of the cluster, all at once. */
  private static void write(Configuration conf, Path folder) throws IOException {
    Path incomplete = Files.createDirectories(folder.resolveSibling("conf-incomplete"));
    write(conf, List.of("yarn."), incomplete.resolve("yarn-site.xml"));
    write(
        conf,
        List.of("fs.defaultFS", "hadoop.tmp.dir", "hadoop.security.authentication"),
        incomplete.resolve("core-site.xml"));
    Files.move(incomplete, folder);
  }

  private static void write(Configuration conf, List<String> prefixes, Path file)
      throws IOException {
    Configuration written = new Configuration(false);
    conf.forEach(
        setting -> {
          if (prefixes.stream().anyMatch(setting.getKey()::startsWith)) {
            written.set(setting.getKey(), setting.getValue());
          }
        });
    try (OutputStream out = Files.newOutputStream(file)) {
      written.writeXml(out);
    }
  }
}
