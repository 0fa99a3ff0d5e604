package io.rolecall.supply.sessions;

import io.rolecall.supply.loopback.HttpAnswer;
import io.rolecall.supply.loopback.SessionEndpoint;
import java.net.URI;

/**
 * A script of bash that asks an endpoint for the session of a profile, and prints it, if it is the
 * endpoint that answers. It needs no other program: bash is there wherever Spark is. Its text has
 * the endpoint's token and proof, so it is read by its user alone; a command line has none.
 */
final class AskScript {

  /** Where profiles are asked for. */
  static final String PATH = "/profile/";

  private AskScript() {}

  /** The command that prints a profile's session; the path is one that can be quoted. */
  static String command(String script, String profile) {
    // Neither functions nor BASH_ENV of the environment.
    return "bash -p '" + script + "' " + profile;
  }

  /** The script; a secret. */
  static String text(SessionEndpoint endpoint) {
    URI uri = endpoint.uri(PATH);
    return """
        # Prints the session of a profile: rolecall. It serves as long as its executor lives.
        fail() {
          echo "rolecall: profile $profile: $1" >&2
          exit 1
        }
        profile=$1
        { exec 3<>/dev/tcp/%1$s/%2$d; } 2>/dev/null ||
          fail 'the executor that gave it sessions has ended, or its bash has no /dev/tcp'
        printf 'GET %3$s%%s HTTP/1.1\\r\\nHost: %1$s:%2$d\\r\\nAuthorization: %4$s\\r\\nConnection: close\\r\\n\\r\\n' "$profile" >&3
        IFS=' ' read -r -t 900 -n 100 version status reason <&3 ||
          fail 'the executor that gave it sessions has ended'
        # A port that its owner has left is anybody's, who may say what he likes, no end of it, or nothing.
        IFS= read -r -t 60 -n 100 proof <&3
        [ "$proof" = $'%5$s: %6$s\\r' ] ||
          fail 'what answers at its port is not the executor that gave it sessions, which has ended'
        while IFS= read -r line <&3 && [ -n "${line%%%%$'\\r'}" ]; do :; done
        IFS= read -r -d '' body <&3
        [ "$status" = 200 ] || fail "$body"
        printf '%%s' "$body"
        """
        .formatted(
            uri.getHost(),
            uri.getPort(),
            PATH,
            endpoint.token(),
            HttpAnswer.PROOF,
            endpoint.proof());
  }
}
