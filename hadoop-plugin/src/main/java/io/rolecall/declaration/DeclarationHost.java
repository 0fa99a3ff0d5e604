package io.rolecall.declaration;

import java.util.Optional;

/**
 * A program that runs other people's text, and knows what it was started with. Found by {@link
 * java.util.ServiceLoader}; Spark's is in {@code rolecall-spark}. Thread-safe.
 */
public interface DeclarationHost {

  /**
   * What the program that runs in this process was started with. Cheap; makes no network call.
   *
   * @return the launch of the program that runs here, or that ran last; empty if none has run yet
   */
  Optional<Launch> launch();
}
