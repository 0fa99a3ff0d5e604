package io.rolecall.routes.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolecall.config.ConfigKey;
import io.rolecall.config.SessionDefaults;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import java.time.Duration;
import java.util.Optional;

/** Reads how a role is assumed: from a route, and from the keys where the route is silent. */
public final class SessionTermsReader {

  private final SessionDefaults keys;

  /** A reader for routes that leave terms to the keys. */
  public SessionTermsReader(SessionDefaults keys) {
    this.keys = keys;
  }

  /** The terms of a route. */
  public SessionTerms of(RoutesJson.Entry entry) {
    SessionTerms defaults =
        entry.duration() == null ? keys.terms() : keys.terms(duration(entry.duration()));
    return new SessionTerms(
        defaults.duration(),
        entry.sessionName() == null
            ? defaults.sessionName()
            : SessionDefaults.withJob(FieldText.check("sessionName", entry.sessionName())),
        entry.policy() == null || entry.policy().isNull()
            ? defaults.policy()
            : Optional.of(policy(entry.policy())),
        entry.tags() == null ? defaults.tags() : entry.tags(),
        entry.sourceIdentity() == null
            ? defaults.sourceIdentity()
            : Optional.of(FieldText.check("sourceIdentity", entry.sourceIdentity())));
  }

  private static String policy(JsonNode policy) {
    if (policy.isTextual()) {
      return FieldText.check("policy", policy.asText());
    }
    if (!policy.isObject()) {
      throw new InvalidRouteException("'policy': expected a JSON object, or its text");
    }
    return policy.toString();
  }

  /** The terms of routes that are keys. */
  public SessionTerms ofKeys() {
    return keys.terms();
  }

  private static Duration duration(String text) {
    try {
      return ConfigKey.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRouteException("duration '" + text + "': " + e.getMessage());
    }
  }

  /** Which STS a route asks. */
  public StsEndpoint endpoint(RoutesJson.Entry entry) {
    StsEndpoint defaults = keys.endpoint();
    return new StsEndpoint(
        entry.region() == null
            ? defaults.region()
            : Optional.of(FieldText.check("region", entry.region())),
        entry.stsEndpoint() == null ? defaults.endpoint() : keys.stsUri(entry.stsEndpoint()),
        defaults.reachedAs());
  }

  /** Which STS routes ask that are keys. */
  public StsEndpoint endpointOfKeys() {
    return keys.endpoint();
  }
}
