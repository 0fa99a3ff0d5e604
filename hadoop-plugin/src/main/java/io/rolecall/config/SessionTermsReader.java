package io.rolecall.config;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Reads how a role is assumed: from a route, and from the keys where the route is silent. */
final class SessionTermsReader {

  private final Configuration conf;

  SessionTermsReader(Configuration conf) {
    this.conf = conf;
  }

  SessionTerms of(RoutesJson.Entry entry) {
    SessionTerms defaults =
        terms(
            entry.duration() == null
                ? RolecallKeys.SESSION_DURATION.get(conf)
                : duration(entry.duration()));
    return new SessionTerms(
        defaults.duration(),
        entry.sessionName() == null ? defaults.sessionName() : withJob(entry.sessionName()),
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
    return terms(RolecallKeys.SESSION_DURATION.get(conf));
  }

  private SessionTerms terms(Duration duration) {
    return new SessionTerms(
        duration,
        withJob(RolecallKeys.SESSION_NAME.get(conf)),
        RolecallKeys.POLICY.find(conf),
        RolecallKeys.SESSION_TAGS.find(conf).map(this::tags).orElse(Map.of()),
        RolecallKeys.SOURCE_IDENTITY.find(conf));
  }

  private static Duration duration(String text) {
    try {
      return ConfigKey.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRouteException("duration '" + text + "': " + e.getMessage());
    }
  }

  /** A session must tell its job: without the id, CloudTrail could not. */
  private static String withJob(String template) {
    return template.contains("{job}") ? template : template + "-{job}";
  }

  StsEndpoint endpoint(RoutesJson.Entry entry) {
    StsEndpoint defaults = endpointOfKeys();
    return new StsEndpoint(
        entry.region() == null ? defaults.region() : Optional.of(entry.region()),
        entry.stsEndpoint() == null ? defaults.endpoint() : Optional.of(uri(entry.stsEndpoint())));
  }

  StsEndpoint endpointOfKeys() {
    return new StsEndpoint(
        RolecallKeys.STS_REGION.find(conf),
        RolecallKeys.STS_ENDPOINT.find(conf).map(this::uri));
  }

  private URI uri(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "https://" + text);
      if (uri.getHost() != null) {
        PlainHttp.checkSts(uri, text, RolecallKeys.STS_HTTP_HOSTS.find(conf).orElse(Set.of()));
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls to the message below, which says the same.
    }
    throw new InvalidRouteException("STS endpoint '" + text + "': expected a host or a URI");
  }

  private Map<String, String> tags(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : text.split(",")) {
      int equals = tag.indexOf('=');
      if (equals < 1) {
        throw new ConfigException(
            RolecallKeys.SESSION_TAGS.written(conf)
                + " = '"
                + text
                + "': expected key=value,key=value",
            null);
      }
      tags.put(tag.substring(0, equals).trim(), tag.substring(equals + 1).trim());
    }
    return tags;
  }
}
