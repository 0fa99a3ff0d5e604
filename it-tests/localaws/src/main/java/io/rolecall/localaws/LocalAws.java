package io.rolecall.localaws;

import io.rolecall.localaws.http.HttpEndpoint;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RolePolicies;
import io.rolecall.localaws.iam.SessionRegistry;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.s3.ObjectStore;
import io.rolecall.localaws.s3.S3MockProcess;
import io.rolecall.localaws.service.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A local stand-in for AWS: S3 and STS at one endpoint.
 *
 * <pre>{@code
 * try (LocalAws aws =
 *     new LocalAwsBuilder()
 *         .account("111111111111", a -> a.user("submitter"))
 *         .account(
 *             "222222222222",
 *             a ->
 *                 a.bucket("data")
 *                     .role(
 *                         "reader",
 *                         r -> r.trusts("arn:aws:iam::111111111111:user/submitter").read("data")))
 *         .start()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LocalAws implements AutoCloseable {
  private final World world;
  private final SessionRegistry sessions;
  private final HttpEndpoint endpoint;
  private final @Nullable HttpEndpoint metadata;
  private final ObjectStore objects;
  private final AccessLog log;
  private final Faults faults;
  private final @Nullable S3MockProcess ownStore;

  LocalAws(
      World world,
      SessionRegistry sessions,
      HttpEndpoint endpoint,
      @Nullable HttpEndpoint metadata,
      ObjectStore objects,
      AccessLog log,
      Faults faults,
      @Nullable S3MockProcess ownStore) {
    this.world = world;
    this.sessions = sessions;
    this.endpoint = endpoint;
    this.metadata = metadata;
    this.objects = objects;
    this.log = log;
    this.faults = faults;
    this.ownStore = ownStore;
  }

  /** Where S3 and STS are reached on this machine: plain HTTP, by the loopback address. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + endpoint.address().getPort());
  }

  /**
   * Where the instance metadata service listens; container credentials are at {@value
   * InstanceMetadata#CONTAINER_PATH} of it.
   *
   * @throws IllegalStateException if there is no instance profile
   */
  public URI metadataEndpoint() {
    if (metadata == null) {
      throw new IllegalStateException("this LocalAws has no instance profile");
    }
    return URI.create("http://127.0.0.1:" + metadata.address().getPort());
  }

  public AccessLog log() {
    return log;
  }

  public Faults faults() {
    return faults;
  }

  /**
   * A user's access key.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public AccessKey credentialsOf(String accountId, String userName) {
    return world.user(accountId, userName).accessKey();
  }

  /**
   * A role's policies, which its owner may change while it is used.
   *
   * @throws IllegalArgumentException if there is no such role
   */
  public RolePolicies policiesOf(String roleArn) {
    Role role = world.role(roleArn);
    if (role == null) {
      throw new IllegalArgumentException("no role " + roleArn);
    }
    return role.policies();
  }

  /**
   * Every secret access key and session token that was issued so far: what a test looks for where
   * no secret may be.
   */
  public Set<String> secrets() {
    return Stream.concat(world.secrets(), sessions.secrets()).collect(Collectors.toSet());
  }

  World world() {
    return world;
  }

  /** Writes an object around the gate. */
  public void put(String bucket, String key, byte[] content) throws IOException {
    objects.put(bucket, key, BodyPublishers.ofByteArray(content));
  }

  /** Writes a file as an object around the gate. */
  public void putFile(String bucket, String key, Path file) throws IOException {
    objects.put(bucket, key, BodyPublishers.ofFile(file));
  }

  /** Reads an object around the gate. */
  public byte[] get(String bucket, String key) throws IOException {
    return objects.get(bucket, key);
  }

  /** Deletes an object around the gate. */
  public void delete(String bucket, String key) throws IOException {
    objects.delete(bucket, key);
  }

  /** The keys of a bucket that start with a prefix, read around the gate. */
  public List<String> list(String bucket, String prefix) throws IOException {
    return objects.list(bucket, prefix);
  }

  /** Stops listening, and ends S3Mock if it is our own. */
  @Override
  public void close() throws IOException {
    try {
      endpoint.close();
      if (metadata != null) {
        metadata.close();
      }
    } finally {
      if (ownStore != null) {
        ownStore.close();
      }
    }
  }
}
