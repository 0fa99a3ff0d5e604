package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.StsNetworkKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/**
 * How STS is reached: by S3A's own keys, as S3A's own STS client is. May hold a proxy's password,
 * which its text does not show.
 *
 * @param proxy the proxy; absent: the one that the JVM's settings name, if they do
 * @param userAgentPrefix what the User-Agent starts with; empty for nothing
 * @param headers header fields that each call carries besides
 */
public record StsNetwork(
    Optional<Proxy> proxy, String userAgentPrefix, Map<String, List<String>> headers) {

  /** The JVM's own settings, and nothing besides. */
  static final StsNetwork OF_THE_JVM = new StsNetwork(Optional.empty(), "", Map.of());

  /** Checks that nothing is null. */
  public StsNetwork {
    requireNonNull(proxy, "proxy");
    requireNonNull(userAgentPrefix, "userAgentPrefix");
    headers = Map.copyOf(headers);
  }

  /**
   * A proxy.
   *
   * @param uri scheme, host and port
   * @param login user and password; absent for a proxy that asks for none
   * @param domain the domain of NTLM; absent: none
   * @param workstation the workstation of NTLM; absent: none
   */
  public record Proxy(
      URI uri, Optional<Login> login, Optional<String> domain, Optional<String> workstation) {

    /** Checks that nothing is null. */
    public Proxy {
      requireNonNull(uri, "uri");
      requireNonNull(login, "login");
      requireNonNull(domain, "domain");
      requireNonNull(workstation, "workstation");
    }
  }

  /**
   * Who asks the proxy.
   *
   * @param username the user
   * @param password the password
   */
  public record Login(String username, String password) {

    /** Checks that nothing is null. */
    public Login {
      requireNonNull(username, "username");
      requireNonNull(password, "password");
    }

    /** No password. */
    @Override
    public String toString() {
      return "a login";
    }
  }

  /**
   * Reads S3A's keys.
   *
   * @param config the settings of a bucket, or of none in particular
   * @return how STS is reached
   * @throws ConfigException if the keys contradict each other, or a credential provider cannot be
   *     read
   */
  public static StsNetwork of(RolecallConfig config) {
    String hadoop = "Hadoop " + RolecallConfig.hadoopVersion();
    return new StsNetwork(
        proxyOf(config),
        config.text(StsNetworkKeys.USER_AGENT).map(own -> own + ", " + hadoop).orElse(hadoop),
        headers(config));
  }

  /**
   * The keys that {@link #of} reads, for telling one way to STS from another without reading a
   * credential store.
   *
   * @param config the settings
   * @return those that are set, as they are written; may hold secrets
   */
  public static Map<String, String> written(RolecallConfig config) {
    return config.written(StsNetworkKeys.all());
  }

  private static Optional<Proxy> proxyOf(RolecallConfig config) {
    int port = port(config);
    Optional<String> host = config.text(StsNetworkKeys.HOST);
    if (host.isEmpty()) {
      if (port >= 0) {
        String written = config.writtenKey(StsNetworkKeys.PORT);
        throw new ConfigException(
            written
                + " = '"
                + port
                + "' without "
                + config.besideKey(written, StsNetworkKeys.HOST)
                + ": set both, or neither",
            null);
      }
      return Optional.empty();
    }
    boolean secured =
        config.text(StsNetworkKeys.SECURED).filter("true"::equalsIgnoreCase).isPresent();
    int used = port >= 0 ? port : secured ? 443 : 80;
    return Optional.of(
        new Proxy(
            uri(config, secured ? "https" : "http", host.get(), used),
            login(config),
            config.text(StsNetworkKeys.DOMAIN),
            config.text(StsNetworkKeys.WORKSTATION)));
  }

  private static int port(RolecallConfig config) {
    String text = config.text(StsNetworkKeys.PORT).orElse("-1");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ConfigException(
          config.writtenKey(StsNetworkKeys.PORT) + " = '" + text + "': expected a port", e);
    }
  }

  private static URI uri(RolecallConfig config, String scheme, String host, int port) {
    try {
      return new URI(scheme, null, host, port, null, null, null);
    } catch (URISyntaxException e) {
      throw new ConfigException(
          config.writtenKey(StsNetworkKeys.HOST)
              + " = '"
              + host
              + "': expected the name or the address of a host",
          e);
    }
  }

  private static Optional<Login> login(RolecallConfig config) {
    Optional<String> username = config.secret(StsNetworkKeys.USERNAME);
    Optional<String> password = config.secret(StsNetworkKeys.PASSWORD);
    if (username.isPresent() != password.isPresent()) {
      String written =
          config.writtenSecret(
              username.isPresent() ? StsNetworkKeys.USERNAME : StsNetworkKeys.PASSWORD);
      String missing = username.isPresent() ? StsNetworkKeys.PASSWORD : StsNetworkKeys.USERNAME;
      throw new ConfigException(
          written
              + " is set but "
              + config.besideKey(written, missing)
              + " is not: set both, or neither for a proxy that asks for no login",
          null);
    }
    return username.map(user -> new Login(user, password.orElse("")));
  }

  /** S3A's form: {@code name=value;value,name=value}. */
  private static Map<String, List<String>> headers(RolecallConfig config) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String field : config.text(StsNetworkKeys.HEADERS).orElse("").split(",")) {
      if (field.isBlank()) {
        continue;
      }
      int equals = field.indexOf('=');
      if (equals < 1 || field.substring(0, equals).isBlank()) {
        throw new ConfigException(
            config.writtenKey(StsNetworkKeys.HEADERS) + ": expected name=value;value,name=value",
            null);
      }
      List<String> values =
          Arrays.stream(field.substring(equals + 1).split(";"))
              .map(String::trim)
              .filter(value -> !value.isEmpty())
              .toList();
      if (!values.isEmpty()) {
        headers.put(field.substring(0, equals).trim(), values);
      }
    }
    return headers;
  }

  /**
   * A builder of clients that go this way; the headers are each request's affair.
   *
   * @return a new builder
   */
  public ApacheHttpClient.Builder httpClient() {
    return ApacheHttpClient.builder().proxyConfiguration(proxyConfiguration());
  }

  ProxyConfiguration proxyConfiguration() {
    ProxyConfiguration.Builder builder = ProxyConfiguration.builder();
    proxy.ifPresent(
        known -> {
          builder.endpoint(known.uri);
          known.login.ifPresent(
              login -> builder.username(login.username()).password(login.password()));
          known.domain.ifPresent(builder::ntlmDomain);
          known.workstation.ifPresent(builder::ntlmWorkstation);
        });
    return builder.build();
  }

  /** The proxy, without its login; no headers' values, which may be secret. */
  @Override
  public String toString() {
    return proxy.map(known -> "by the proxy " + known.uri).orElse("without a proxy of S3A's keys")
        + (headers.isEmpty() ? "" : ", with " + headers.keySet());
  }
}
