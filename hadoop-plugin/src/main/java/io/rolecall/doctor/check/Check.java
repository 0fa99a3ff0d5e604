package io.rolecall.doctor.check;

import java.util.List;

/**
 * Looks at one thing that a job needs.
 *
 * <p>A check asks the context for what it looks at, and builds no route, no identity and no client
 * by itself: it would see something else than the job does.
 */
public interface Check {

  /**
   * Looks.
   *
   * @param context what is examined
   * @param findings what the checks before it found, and where this one writes what those after it
   *     need
   * @return what it has to say, in order; nothing if there was nothing to look at
   */
  List<CheckStep> check(CheckContext context, Findings findings);

  /**
   * Whether the checks after it would look at nothing if it fails.
   *
   * @return false, unless a check says otherwise
   */
  default boolean isBasis() {
    return false;
  }
}
