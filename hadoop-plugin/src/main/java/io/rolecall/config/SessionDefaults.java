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

/** How a role is assumed where its route is silent, as the keys say. Thread-safe. */
public final class SessionDefaults {

  private static final String GLOBAL = "sts.amazonaws.com";

  private final Configuration conf;
  private final String reachedAs;

  /**
   * The defaults of a configuration.
   *
   * @param conf the configuration
   * @param reachedAs the bucket whose own keys say how STS is reached; empty for those of all
   */
  SessionDefaults(Configuration conf, String reachedAs) {
    this.conf = conf;
    this.reachedAs = reachedAs;
  }

  /**
   * The terms of the keys.
   *
   * @return the terms
   * @throws ConfigException if a key's value is not valid
   * @throws InvalidRouteException if STS would not take the terms
   */
  public SessionTerms terms() {
    return terms(RolecallKeys.SESSION_DURATION.get(conf));
  }

  /**
   * The terms of the keys but for the duration.
   *
   * @param duration how long sessions last
   * @return the terms
   * @throws ConfigException if a key's value is not valid
   * @throws InvalidRouteException if STS would not take the terms
   */
  public SessionTerms terms(Duration duration) {
    return new SessionTerms(
        duration,
        withJob(RolecallKeys.SESSION_NAME.get(conf)),
        RolecallKeys.POLICY.find(conf),
        RolecallKeys.SESSION_TAGS.find(conf).map(this::tags).orElse(Map.of()),
        RolecallKeys.SOURCE_IDENTITY.find(conf));
  }

  /**
   * A session name that tells the job: without its id, CloudTrail could not.
   *
   * @param template the name as it is configured
   * @return the template, with the job's id if it had none
   */
  public static String withJob(String template) {
    return template.contains("{job}") ? template : template + "-{job}";
  }

  /**
   * Where STS is.
   *
   * @return the endpoint and region of S3A's own keys
   * @throws ConfigException if the endpoint is not one that may be called
   */
  public StsEndpoint endpoint() {
    return new StsEndpoint(
        RolecallKeys.STS_REGION.find(conf),
        RolecallKeys.STS_ENDPOINT.find(conf).flatMap(this::uriOfKey),
        reachedAs);
  }

  private Optional<URI> uriOfKey(String text) {
    String named = RolecallKeys.STS_ENDPOINT.written(conf) + " = '" + text + "'";
    try {
      return uri(named, text);
    } catch (InvalidRouteException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * An STS endpoint as somebody wrote it.
   *
   * @param text a host, or a URI
   * @return its URI, https unless the text says otherwise; empty for AWS's endpoint of the region,
   *     which S3A takes AWS's global host for too
   * @throws InvalidRouteException if it is neither, or one that may not be called by plain http
   */
  public Optional<URI> stsUri(String text) {
    return uri("STS endpoint '" + text + "'", text);
  }

  private Optional<URI> uri(String named, String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "https://" + text);
      if (uri.getHost() != null) {
        PlainHttp.checkSts(
            uri,
            named,
            RolecallKeys.STS_HTTP_HOSTS.find(conf).orElse(Set.of()),
            RolecallKeys.STS_HTTP_HOSTS.name());
        return Optional.of(uri).filter(known -> !GLOBAL.equalsIgnoreCase(known.getHost()));
      }
    } catch (URISyntaxException e) {
      // Falls to the message below, which says the same.
    }
    throw new InvalidRouteException(named + ": expected a host or a URI");
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
