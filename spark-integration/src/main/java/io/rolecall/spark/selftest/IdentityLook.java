package io.rolecall.spark.selftest;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Finds where code of this process can get an AWS identity. Names places, never values. */
final class IdentityLook {

  private static final int PATIENCE_MILLIS = 1000;

  private static final List<String> VARIABLES =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI");

  private static final List<String> PROPERTIES =
      List.of(
          "aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken", "aws.webIdentityTokenFile");

  private static final Pattern IN_FILE =
      Pattern.compile(
          "(?m)^\\s*(aws_access_key_id|credential_process|web_identity_token_file|sso_session"
              + "|sso_start_url|credential_source)\\s*=");

  private static final List<String> KEYS =
      List.of("fs.s3a.access.key", "fs.s3a.secret.key", "fs.s3a.session.token");

  private static final Pattern BASE_IDENTITY =
      Pattern.compile("fs\\.s3a\\.(bucket\\..+\\.)?rolecall\\.base\\.identity");

  private static final String PROPERTIES_FILE = "properties:";

  private static final Pattern IN_CONFIGURATION =
      Pattern.compile("fs\\.s3a\\.(bucket\\..+\\.)?(access\\.key|secret\\.key|session\\.token)");

  private final Map<String, String> environment;

  IdentityLook(Map<String, String> environment) {
    this.environment = environment;
  }

  /** All places, in words. */
  List<String> all(Configuration conf) {
    List<String> found = new ArrayList<>();
    VARIABLES.stream()
        .filter(name -> !environment.getOrDefault(name, "").isEmpty())
        .forEach(name -> found.add("the environment variable " + name));
    PROPERTIES.stream()
        .filter(name -> System.getProperty(name) != null)
        .forEach(name -> found.add("the system property " + name));
    files().stream()
        .filter(IdentityLook::hasIdentity)
        .forEach(file -> found.add("the file " + file));
    propertiesFiles(conf).stream()
        .filter(Files::isReadable)
        .forEach(file -> found.add("the file " + file));
    conf.forEach(
        entry -> {
          if (IN_CONFIGURATION.matcher(entry.getKey()).matches()) {
            found.add("the key " + entry.getKey());
          }
        });
    found.addAll(new CredentialStores(conf).holding(IN_CONFIGURATION, KEYS));
    metadata().ifPresent(found::add);
    return found;
  }

  private Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    named("aws.sharedCredentialsFile", "AWS_SHARED_CREDENTIALS_FILE").ifPresent(files::add);
    named("aws.configFile", "AWS_CONFIG_FILE").ifPresent(files::add);
    for (String home :
        List.of(System.getProperty("user.home", ""), environment.getOrDefault("HOME", ""))) {
      if (!home.isEmpty()) {
        files.add(Path.of(home, ".aws", "credentials"));
        files.add(Path.of(home, ".aws", "config"));
      }
    }
    return files;
  }

  /** What the keys of the base identity name; the driver's file may be on a shared disk. */
  private static Set<Path> propertiesFiles(Configuration conf) {
    Set<Path> files = new LinkedHashSet<>();
    conf.forEach(
        entry -> {
          String source = conf.getTrimmed(entry.getKey(), "");
          if (BASE_IDENTITY.matcher(entry.getKey()).matches()
              && source.startsWith(PROPERTIES_FILE)) {
            files.add(new File(source.substring(PROPERTIES_FILE.length())).toPath());
          }
        });
    return files;
  }

  private Optional<Path> named(String property, String variable) {
    return Optional.ofNullable(System.getProperty(property))
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .filter(name -> !name.isEmpty())
        .map(name -> new File(name).toPath());
  }

  private static boolean hasIdentity(Path file) {
    try {
      return Files.isReadable(file)
          && IN_FILE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The metadata service, if it gives a role: code can ask it even where the SDK is told not to.
   */
  private Optional<String> metadata() {
    String endpoint =
        Optional.ofNullable(System.getProperty("aws.ec2MetadataServiceEndpoint"))
            .or(() -> Optional.ofNullable(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT")))
            .filter(text -> !text.isEmpty())
            .orElse("http://169.254.169.254")
            .replaceFirst("/$", "");
    try {
      HttpURLConnection asking = open(endpoint + "/latest/api/token", "PUT");
      asking.setRequestProperty("X-aws-ec2-metadata-token-ttl-seconds", "60");
      Optional<String> token = answer(asking);
      HttpURLConnection roles =
          open(endpoint + "/latest/meta-data/iam/security-credentials/", "GET");
      token.ifPresent(text -> roles.setRequestProperty("X-aws-ec2-metadata-token", text));
      return answer(roles)
          .filter(text -> !text.isBlank())
          .map(
              role ->
                  "the metadata service, which gives the role " + role.lines().findFirst().get());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static HttpURLConnection open(String url, String method) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    return connection;
  }

  private static Optional<String> answer(HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      return Optional.empty();
    }
    return Optional.of(
        new String(connection.getInputStream().readNBytes(4096), StandardCharsets.UTF_8));
  }
}
