package io.rolecall.routes;

import io.rolecall.config.ConfigKey;
import io.rolecall.config.SessionDefaults;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import java.time.Duration;
import java.util.Optional;

/** Reads how a role is assumed: from a route, and from the keys where the route is silent. */
final class SessionTermsReader {

  private final SessionDefaults keys;

  SessionTermsReader(SessionDefaults keys) {
    this.keys = keys;
  }

  SessionTerms of(RoutesJson.Entry entry) {
    SessionTerms defaults =
        entry.duration() == null ? keys.terms() : keys.terms(duration(entry.duration()));
    return new SessionTerms(
        defaults.duration(),
        entry.sessionName() == null
            ? defaults.sessionName()
            : SessionDefaults.withJob(entry.sessionName()),
        entry.policy() == null || entry.policy().isNull()
            ? defaults.policy()
            : Optional.of(
                entry.policy().isTextual() ? entry.policy().asText() : entry.policy().toString()),
        entry.tags() == null ? defaults.tags() : entry.tags(),
        entry.sourceIdentity() == null
            ? defaults.sourceIdentity()
            : Optional.of(entry.sourceIdentity()));
  }

  SessionTerms ofKeys() {
    return keys.terms();
  }

  private static Duration duration(String text) {
    try {
      return ConfigKey.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRouteException("duration '" + text + "': " + e.getMessage());
    }
  }

  StsEndpoint endpoint(RoutesJson.Entry entry) {
    StsEndpoint defaults = keys.endpoint();
    return new StsEndpoint(
        entry.region() == null ? defaults.region() : Optional.of(entry.region()),
        entry.stsEndpoint() == null ? defaults.endpoint() : keys.stsUri(entry.stsEndpoint()),
        defaults.reachedAs());
  }

  StsEndpoint endpointOfKeys() {
    return keys.endpoint();
  }
}
