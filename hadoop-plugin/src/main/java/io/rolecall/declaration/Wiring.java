package io.rolecall.declaration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings that Rolecall itself puts into a file system's configuration. Who copies that
 * configuration copies them too.
 */
public final class Wiring {

  /** S3A's keys, and what they are set to; in the order in which messages name them. */
  public static final Map<String, String> KEYS = keys();

  private Wiring() {}

  /** The classes stand above this package, which knows their names alone. */
  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("fs.s3a.http.signer.enabled", "true");
    keys.put("fs.s3a.http.signer.class", "io.rolecall.s3a.RoutingSigner");
    keys.put("fs.s3a.s3.client.factory.impl", "io.rolecall.s3a.RoutingClientFactory");
    keys.put("fs.s3a.delegation.token.binding", "io.rolecall.delegation.RolecallTokenBinding");
    return Collections.unmodifiableMap(keys);
  }

  static boolean isOwn(String key, String value) {
    return value.equals(KEYS.get(key));
  }
}
