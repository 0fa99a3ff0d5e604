package io.rolecall.route;

import java.util.function.Function;

/**
 * Where the credentials that call STS come from. Equal values are the same base identity. Holds no
 * secrets; what it is called in messages is its {@code toString}.
 */
public sealed interface IdentitySource permits OwnCredentials, Federation {

  /**
   * What tells it from other sources, in every process alike; for fingerprints, not for messages.
   *
   * @return a text; empty for what is used when nothing is configured
   */
  String distinction();

  /**
   * Whether the credentials themselves stand in the Hadoop configuration: two configurations can
   * then mean two identities by one source.
   *
   * @return true for static keys
   */
  default boolean isInConfiguration() {
    return false;
  }

  /**
   * What each of the two sorts of sources means to the caller. There is no other way to tell them
   * apart.
   *
   * @param own for a source that has credentials of its own
   * @param signIn for a sign-in, which has none
   * @param <R> the answer's type
   * @return the answer
   */
  <R> R match(
      Function<? super OwnCredentials, ? extends R> own,
      Function<? super Federation, ? extends R> signIn);
}
