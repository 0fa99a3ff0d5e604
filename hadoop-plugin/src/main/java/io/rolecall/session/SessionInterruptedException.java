package io.rolecall.session;

/**
 * The thread was interrupted while it waited for a session: its task was killed. It says nothing of
 * the role, and nobody else who waits is told. The thread's interrupt flag is set. The cause is the
 * {@link InterruptedException}, by which S3A and Spark know a killed task.
 */
public final class SessionInterruptedException extends SessionUnavailableException {

  private static final long serialVersionUID = 1L;

  /**
   * An interrupt.
   *
   * @param message who waited for what
   * @param cause the interrupt
   */
  public SessionInterruptedException(String message, InterruptedException cause) {
    super(message, cause);
  }
}
