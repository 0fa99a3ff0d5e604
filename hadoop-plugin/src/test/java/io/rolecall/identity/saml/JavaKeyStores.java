package io.rolecall.identity.saml;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;

/** Writes credentials as {@code hadoop credential create} does. */
public final class JavaKeyStores {

  private JavaKeyStores() {}

  public static void write(Configuration conf, String... aliasesAndSecrets) throws IOException {
    CredentialProvider store = CredentialProviderFactory.getProviders(conf).get(0);
    for (int i = 0; i < aliasesAndSecrets.length; i += 2) {
      store.createCredentialEntry(aliasesAndSecrets[i], aliasesAndSecrets[i + 1].toCharArray());
    }
    store.flush();
  }
}
