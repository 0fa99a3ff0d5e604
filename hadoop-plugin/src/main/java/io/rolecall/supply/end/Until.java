package io.rolecall.supply.end;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Until when something is kept: what comes first.
 *
 * @param once whether it is written once
 * @param time for how long; empty without a limit
 * @param marker a file whose end is the end; empty without one
 * @param application the id of an application of YARN, or a tag of some, whose end is the end;
 *     empty without one
 */
public record Until(
    boolean once, Optional<Duration> time, Optional<Path> marker, Optional<String> application) {

  /**
   * Checks the application.
   *
   * @throws IllegalArgumentException if it is neither an id nor a tag; says what was expected
   */
  public Until {
    application.ifPresent(ApplicationEnd::check);
  }

  /** Until it is told otherwise. */
  public static final Until TOLD =
      new Until(false, Optional.empty(), Optional.empty(), Optional.empty());
}
