package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.sigv4.AuthenticationException;

/** One action of STS. Thread-safe. */
public interface StsAction {
  /** AWS's name, which the form parameter {@code Action} holds. */
  String name();

  /**
   * Does it. An action that is not signed simply does not ask for the caller.
   *
   * @return what stands inside the answer's {@code Result} element
   */
  String call(StsCall call) throws AwsError, AuthenticationException;
}
