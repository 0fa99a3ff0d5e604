package io.rolecall.declaration;

import io.rolecall.routes.RouteBook;

/**
 * What routes that a running driver chose may not bring, even where the declaration is open:
 * identities, and so commands and files, and endpoints of STS.
 */
final class OpenRoutes {

  private OpenRoutes() {}

  /** Whether the chosen routes name only identities and endpoints that were declared. */
  static boolean stayWithin(RouteBook declared, RouteBook chosen, Opened opened) {
    return opened.places(declared).containsAll(opened.places(chosen));
  }
}
