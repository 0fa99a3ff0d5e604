package io.rolecall.spark.selftest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;

/**
 * Hadoop's credential stores, as far as this process can read them: they hold what the
 * configuration itself does not show. Names stores and keys, never values.
 */
final class CredentialStores {

  /** Hadoop's list of stores, S3A's own, and those of buckets. */
  private static final Pattern LISTS =
      Pattern.compile(
          "(hadoop|fs\\.s3a(\\.bucket\\..+)?)\\.security\\.credential\\.provider\\.path");

  /** S3A leaves these out: to read them, it would have to be there already. */
  private static final String ON_S3A = "://s3a@";

  private final Configuration conf;

  CredentialStores(Configuration conf) {
    this.conf = conf;
  }

  /**
   * Keys that stores hold.
   *
   * @param names which names are meant
   * @param asked names that are asked for even if the store does not list what it has
   * @return in words
   */
  List<String> holding(Pattern names, Collection<String> asked) {
    List<String> found = new ArrayList<>();
    for (String store : stores()) {
      held(store, names, asked)
          .forEach(name -> found.add("the key " + name + " in the credential store " + store));
    }
    return found;
  }

  private Set<String> stores() {
    Set<String> stores = new LinkedHashSet<>();
    conf.forEach(
        entry -> {
          if (LISTS.matcher(entry.getKey()).matches()) {
            Arrays.stream(conf.getTrimmed(entry.getKey(), "").split(","))
                .map(String::trim)
                .filter(store -> !store.isEmpty() && !store.contains(ON_S3A))
                .forEach(stores::add);
          }
        });
    return stores;
  }

  /** Each store is opened alone: one that cannot be read hides no other. */
  private Set<String> held(String store, Pattern names, Collection<String> asked) {
    Set<String> held = new TreeSet<>();
    Configuration one = new Configuration(conf);
    one.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, store);
    try {
      for (CredentialProvider provider : CredentialProviderFactory.getProviders(one)) {
        for (String name : asked) {
          if (provider.getCredentialEntry(name) != null) {
            held.add(name);
          }
        }
        provider.getAliases().stream()
            .filter(name -> names.matcher(name).matches())
            .forEach(held::add);
      }
    } catch (IOException | RuntimeException e) {
      // Whoever cannot read it has nothing of it.
      return held;
    }
    return held;
  }
}
