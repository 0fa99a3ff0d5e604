package io.rolecall.yarn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.kerby.kerberos.kerb.client.KrbClient;

/** A key distribution centre in this process. */
final class Kerberos {

  private final MiniKdc centre;
  private final Path folder;

  private Kerberos(MiniKdc centre, Path folder) {
    this.centre = centre;
    this.folder = folder;
  }

  /** Starts it, for as long as this process lives, and leaves {@code krb5.conf} in a folder. */
  static Kerberos start(Path folder) throws Exception {
    Path work = Files.createDirectories(folder.resolve("kdc"));
    MiniKdc centre = new MiniKdc(MiniKdc.createConf(), work.toFile());
    centre.start();
    Files.copy(
        centre.getKrb5conf().toPath(),
        folder.resolve("krb5.conf"),
        StandardCopyOption.REPLACE_EXISTING);
    return new Kerberos(centre, folder);
  }

  void createKeys(Path keytab, String... principals) throws Exception {
    centre.createPrincipal(keytab.toFile(), principals);
  }

  /** Signs a user in, as {@code kinit} does, and leaves the ticket in a cache. */
  void signIn(String user, Path keytab, Path cache) throws Exception {
    KrbClient client = new KrbClient(folder.toFile());
    client.init();
    client.storeTicket(client.requestTgt(user + "@" + realm(), keytab.toFile()), cache.toFile());
  }

  String realm() {
    return centre.getRealm();
  }
}
