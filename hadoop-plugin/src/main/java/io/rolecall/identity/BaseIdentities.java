package io.rolecall.identity;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.IdentitySource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The base identities of one job: one per source, however many routes use it. Thread-safe. */
public final class BaseIdentities implements AutoCloseable {

  private final ConcurrentMap<WrittenSource, BaseIdentity> identities = new ConcurrentHashMap<>();

  /** No identities yet. */
  public BaseIdentities() {}

  /**
   * The base identity of a source; made, but not asked for credentials, at the first call.
   *
   * @param source the source; not a sign-in
   * @param config where the static keys are, if that is the source
   * @return the identity; stays this object's
   */
  public BaseIdentity of(IdentitySource source, RolecallConfig config) {
    WrittenSource written = WrittenSource.of(source, config);
    BaseIdentity known = identities.get(written);
    if (known != null) {
      return known;
    }
    // Not computeIfAbsent: nobody waits while another reads a credential store.
    BaseIdentity made = BaseIdentity.of(source, config);
    BaseIdentity before = identities.putIfAbsent(written, made);
    if (before == null) {
      return made;
    }
    made.close();
    return before;
  }

  @Override
  public void close() {
    identities.values().forEach(BaseIdentity::close);
    identities.clear();
  }
}
