package io.rolecall.config;

import io.rolecall.route.InvalidRouteException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which hosts may be spoken to without TLS. It goes by what is written alone: a name that resolves
 * to this machine now may resolve to another one later.
 */
public final class PlainHttp {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|(0:){7}1)]");

  /** The instance metadata service, which speaks nothing else and is on the machine. */
  private static final Set<String> METADATA = Set.of("169.254.169.254", "[fd00:ec2::254]");

  private PlainHttp() {}

  /**
   * Checks an STS endpoint.
   *
   * @param endpoint the endpoint, with scheme and host
   * @param named what it is called, with its value as the user wrote it
   * @param exempt hosts that the user has named for plain http
   * @param key the key that names such hosts, for messages
   * @throws InvalidRouteException if it is neither https nor, by plain http, a host that may be
   */
  public static void checkSts(URI endpoint, String named, Set<String> exempt, String key) {
    if (isPlain(endpoint) && !exempt.contains(host(endpoint))) {
      throw new InvalidRouteException(
          named
              + ": by plain http, web-identity tokens, SAML assertions and the sessions' secret keys"
              + " would cross the network in clear text; expected https, or a host of this machine."
              + " If that network is yours alone, name the host in "
              + key);
    }
    checkScheme(named, endpoint);
  }

  /**
   * Checks an endpoint of the instance metadata service.
   *
   * @param endpoint the endpoint, with a host
   * @param text as the user wrote it
   * @throws InvalidRouteException if it is neither https nor, by plain http, on this machine
   */
  public static void checkMetadata(URI endpoint, String text) {
    if (isPlain(endpoint) && !METADATA.contains(host(endpoint))) {
      throw new InvalidRouteException(
          "endpoint '"
              + text
              + "': by plain http, this machine's secret keys would cross the network in clear text;"
              + " expected http://169.254.169.254, http://[fd00:ec2::254], a host of this machine,"
              + " or https");
    }
    checkScheme("endpoint '" + text + "'", endpoint);
  }

  private static void checkScheme(String what, URI endpoint) {
    String scheme = String.valueOf(endpoint.getScheme());
    if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
      throw new InvalidRouteException(what + ": expected https");
    }
  }

  private static boolean isPlain(URI endpoint) {
    return "http".equalsIgnoreCase(endpoint.getScheme())
        && !LOOPBACK.matcher(host(endpoint)).matches();
  }

  private static String host(URI endpoint) {
    return endpoint.getHost().toLowerCase(Locale.ROOT);
  }
}
