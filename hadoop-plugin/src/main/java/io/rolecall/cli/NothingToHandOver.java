package io.rolecall.cli;

import io.rolecall.route.Route;
import java.util.Optional;

/** Why a route has no session that could be handed over. */
final class NothingToHandOver {

  private NothingToHandOver() {}

  /** Continues a sentence that begins with the location; a closed route says so by itself. */
  static Optional<String> of(Route route) {
    return route
        .access()
        .match(
            role -> Optional.empty(),
            base ->
                Optional.of(
                    " is routed to the base identity, which is never handed over. A tool on this"
                        + " machine can use it by itself; for others, route the location to a role"),
            anonymous ->
                Optional.of(
                    " is accessed anonymously: there are no credentials to hand over. Let the tool"
                        + " send its requests unsigned (the AWS CLI: --no-sign-request)"),
            nobody -> Optional.empty());
  }
}
