package io.rolecall.declaration;

import java.util.Optional;

/**
 * A program that runs other people's text, and knows what it was started with. Found by {@link
 * java.util.ServiceLoader}; Spark's is in {@code rolecall-spark}. Thread-safe.
 */
public interface DeclarationHost {

  /**
   * What the program that runs in this process was started with. Cheap; asks nobody.
   *
   * @return the launch; empty if this process does not run the program now
   */
  Optional<Launch> launch();
}
