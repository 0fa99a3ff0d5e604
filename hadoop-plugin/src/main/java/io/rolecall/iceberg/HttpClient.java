package io.rolecall.iceberg;

import io.rolecall.config.ConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.aws.HttpClientProperties;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The HTTP client of a catalog's properties ({@code http-client.*}). Iceberg from 1.11 on uses the
 * SDK's client on Apache HttpClient 5, which the SDKs of Hadoop 3.4 and 3.5 do not have. With those
 * it is the client on Apache HttpClient 4, with the same properties.
 */
final class HttpClient {

  private static final String APACHE_5 = "software.amazon.awssdk.http.apache5.Apache5HttpClient";
  private static final String TYPE = "http-client.type";
  private static final String APACHE = "http-client.apache.";

  private final Map<String, String> properties;

  HttpClient(Map<String, String> properties) {
    this.properties = properties;
  }

  /** Gives a builder the client. */
  void apply(S3ClientBuilder builder) {
    boolean apache = properties.getOrDefault(TYPE, "apache").equals("apache");
    if (apache && !isThere(APACHE_5)) {
      builder.httpClientBuilder(apache4());
    } else {
      new HttpClientProperties(properties).applyHttpClientConfigurations(builder);
    }
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, HttpClientProperties.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private ApacheHttpClient.Builder apache4() {
    ApacheHttpClient.Builder client = ApacheHttpClient.builder();
    find("connection-timeout-ms", HttpClient::millis).ifPresent(client::connectionTimeout);
    find("socket-timeout-ms", HttpClient::millis).ifPresent(client::socketTimeout);
    find("connection-acquisition-timeout-ms", HttpClient::millis)
        .ifPresent(client::connectionAcquisitionTimeout);
    find("connection-max-idle-time-ms", HttpClient::millis)
        .ifPresent(client::connectionMaxIdleTime);
    find("connection-time-to-live-ms", HttpClient::millis).ifPresent(client::connectionTimeToLive);
    find("expect-continue-enabled", Boolean::valueOf).ifPresent(client::expectContinueEnabled);
    find("max-connections", Integer::valueOf).ifPresent(client::maxConnections);
    find("tcp-keep-alive-enabled", Boolean::valueOf).ifPresent(client::tcpKeepAlive);
    find("use-idle-connection-reaper-enabled", Boolean::valueOf)
        .ifPresent(client::useIdleConnectionReaper);
    Optional.ofNullable(properties.get("http-client.proxy-endpoint"))
        .map(proxy -> ProxyConfiguration.builder().endpoint(URI.create(proxy)).build())
        .ifPresent(client::proxyConfiguration);
    return client;
  }

  private <T> Optional<T> find(String name, Function<String, T> read) {
    String value = properties.get(APACHE + name);
    try {
      return Optional.ofNullable(value).map(read);
    } catch (NumberFormatException e) {
      throw new ConfigException(APACHE + name + " = '" + value + "': expected a number", e);
    }
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
