package io.rolecall.ceph;

import org.jspecify.annotations.Nullable;

/**
 * A request as the gateway's logs tell it.
 *
 * @param method the HTTP method
 * @param target path and query, as they were sent
 * @param status the answer's status
 * @param user who signed, as {@code tenant$user}; empty if the gateway did not believe the signer
 * @param role the role whose session signed, as {@code tenant$role}; null if it was none, or if the
 *     gateway did not believe the signer
 */
public record RgwRequest(
    String method,
    String target,
    int status,
    String user,
    @Nullable String role,
    @Nullable String session) {

  /** Whether it went to STS. */
  public boolean isSts() {
    return method.equals("POST") && target.equals("/");
  }
}
