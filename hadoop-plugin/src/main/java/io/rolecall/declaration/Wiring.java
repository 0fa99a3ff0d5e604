package io.rolecall.declaration;

import java.util.Map;

/**
 * The settings that Rolecall itself puts into a file system's configuration. Who copies that
 * configuration copies them too.
 */
public final class Wiring {

  /** S3A's keys, and what they are set to. */
  public static final Map<String, String> KEYS =
      Map.of(
          "fs.s3a.http.signer.enabled", "true",
          "fs.s3a.http.signer.class", "io.rolecall.s3a.RoutingSigner",
          "fs.s3a.s3.client.factory.impl", "io.rolecall.s3a.RoutingClientFactory",
          "fs.s3a.delegation.token.binding", "io.rolecall.delegation.RolecallTokenBinding");

  private Wiring() {}

  static boolean isOwn(String key, String value) {
    return value.equals(KEYS.get(key));
  }
}
