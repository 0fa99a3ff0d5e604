package io.rolecall.identity;

import io.rolecall.failure.FileFailure;
import io.rolecall.routes.json.Utf8Text;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The credentials of a Java properties file, in the form that version 1 of the SDK reads, and
 * perhaps a session token. Read anew when the file changes. Thread-safe.
 */
final class PropertiesFileCredentials implements AwsCredentialsProvider {

  private static final String ACCESS_KEY = "accessKey";
  private static final String SECRET_KEY = "secretKey";
  private static final String SESSION_TOKEN = "sessionToken";

  private final Path file;
  private volatile @Nullable Read last;

  PropertiesFileCredentials(Path file) {
    this.file = file;
  }

  /** What was read, and of which state of the file. */
  private record Read(FileTime modified, long size, AwsCredentials credentials) {}

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      Read known = last;
      if (known == null || !known.modified.equals(modified) || known.size != size) {
        known = new Read(modified, size, read());
        last = known;
      }
      return known.credentials;
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(file + " does not exist", e);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  private AwsCredentials read() throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Utf8Text.of(Files.readAllBytes(file))));
    } catch (IllegalArgumentException e) {
      // Without the cause, which may quote what it could not read.
      throw new IllegalStateException(file + " is not a Java properties file");
    }
    String accessKey = required(properties, ACCESS_KEY);
    String secretKey = required(properties, SECRET_KEY);
    String token = properties.getProperty(SESSION_TOKEN, "").trim();
    return token.isEmpty()
        ? AwsBasicCredentials.create(accessKey, secretKey)
        : AwsSessionCredentials.create(accessKey, secretKey, token);
  }

  private String required(Properties properties, String name) {
    String value = properties.getProperty(name, "").trim();
    if (value.isEmpty()) {
      throw new IllegalStateException(file + " has no '" + name + "'");
    }
    return value;
  }

  /** The file; none of its credentials. */
  @Override
  public String toString() {
    return "PropertiesFileCredentials{" + file + "}";
  }
}
