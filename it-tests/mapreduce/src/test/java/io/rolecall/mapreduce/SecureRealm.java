package io.rolecall.mapreduce;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;

/** A Kerberos realm with the cluster's services and one user, and this process logged in to it. */
public final class SecureRealm implements AutoCloseable {

  private static final String SERVICE = "hadoop/localhost";
  private static final String WEB = "HTTP/localhost";

  private final MiniKdc kdc;
  private final File keytab;
  private final String user = System.getProperty("user.name");

  private SecureRealm(MiniKdc kdc, File keytab) {
    this.kdc = kdc;
    this.keytab = keytab;
  }

  /** Starts its key distribution centre, whose files are in a folder. */
  public static SecureRealm start(Path folder) throws Exception {
    MiniKdc kdc = new MiniKdc(MiniKdc.createConf(), Files.createDirectories(folder).toFile());
    kdc.start();
    SecureRealm realm = new SecureRealm(kdc, folder.resolve("keytab").toFile());
    // The user has the name of this process's, because files in it belong to that one.
    kdc.createPrincipal(realm.keytab, SERVICE, WEB, realm.user);
    return realm;
  }

  /** Has the services of a cluster ask for Kerberos, and this process log in with it. */
  public void secure(Configuration conf) throws IOException {
    conf.set("hadoop.security.authentication", "kerberos");
    conf.set("hadoop.security.token.service.use_ip", "false");
    for (String service :
        new String[] {"yarn.resourcemanager", "yarn.nodemanager", "mapreduce.jobhistory"}) {
      conf.set(service + ".principal", SERVICE + "@" + kdc.getRealm());
      conf.set(service + ".keytab", keytab.toString());
    }
    secureHdfs(conf);
    conf.set("yarn.resourcemanager.webapp.delegation-token-auth-filter.enabled", "false");
    UserGroupInformation.setConfiguration(conf);
    // The services of a mini cluster leave that to whoever starts them.
    UserGroupInformation.loginUserFromKeytab(SERVICE + "@" + kdc.getRealm(), keytab.toString());
  }

  private void secureHdfs(Configuration conf) {
    for (String service : new String[] {"dfs.namenode", "dfs.datanode"}) {
      conf.set(service + ".kerberos.principal", SERVICE + "@" + kdc.getRealm());
      conf.set(service + ".keytab.file", keytab.toString());
    }
    conf.set("dfs.web.authentication.kerberos.principal", WEB + "@" + kdc.getRealm());
    conf.set("dfs.web.authentication.kerberos.keytab", keytab.toString());
    conf.set("dfs.block.access.token.enable", "true");
    // Who brings a container its files reads no other configuration.
    Configuration.addDefaultResource("secure-site.xml");
    conf.set("dfs.data.transfer.protection", "authentication");
    // Without a web server that has certificates.
    conf.set("ignore.secure.ports.for.testing", "true");
  }

  /** What a process is started with that is to log in as the user. */
  Map<String, String> environment() {
    return Map.of(
        "KRB5PRINCIPAL",
        user + "@" + kdc.getRealm(),
        "KRB5KEYTAB",
        keytab.toString(),
        "JAVA_TOOL_OPTIONS",
        option().trim());
  }

  /** What the JVMs of a job need to know of the realm: its name. */
  String option() {
    return " -Djava.security.krb5.conf=" + kdc.getKrb5conf();
  }

  /** The user, logged in anew. */
  public UserGroupInformation login() throws Exception {
    return UserGroupInformation.loginUserFromKeytabAndReturnUGI(
        user + "@" + kdc.getRealm(), keytab.toString());
  }

  /** Another user, logged in with keys of their own. */
  UserGroupInformation login(String name) throws Exception {
    File keys = new File(keytab.getParentFile(), name + ".keytab");
    if (!keys.exists()) {
      kdc.createPrincipal(keys, name);
    }
    return UserGroupInformation.loginUserFromKeytabAndReturnUGI(
        name + "@" + kdc.getRealm(), keys.toString());
  }

  @Override
  public void close() {
    kdc.stop();
    UserGroupInformation.reset();
  }
}
