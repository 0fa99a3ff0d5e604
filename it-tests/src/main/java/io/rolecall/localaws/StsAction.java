package io.rolecall.localaws;

/** One action of STS. Thread-safe. */
interface StsAction {
  /** AWS's name, which the form parameter {@code Action} holds. */
  String name();

  /**
   * Does it.
   *
   * @return what stands inside the answer's {@code Result} element
   */
  String call(StsCall call) throws AwsError;
}
