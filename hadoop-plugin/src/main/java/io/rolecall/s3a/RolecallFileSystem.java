package io.rolecall.s3a;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RoutingCredentialsProvider;
import io.rolecall.declaration.Declaration;
import io.rolecall.declaration.Declarations;
import io.rolecall.declaration.OfLaunch;
import io.rolecall.declaration.Wiring;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.route.RouteTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.audit.AuditSpanS3A;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.service.ServiceStateException;
import org.jspecify.annotations.Nullable;

/**
 * S3A, with each location accessed by the role that it is routed to, for as long as the job runs.
 *
 * <p><b>Problem.</b> S3A has one set of credentials per bucket, takes them once, and fails when
 * they expire. <b>Solution.</b> This class changes nothing of what S3A does; it wires S3A's own
 * extension points before S3A starts: a token binding that knows the routes ({@link
 * io.rolecall.delegation.RolecallTokenBinding}), a signer that picks the session of each request
 * ({@link RoutingSigner}), and a client factory that signs again what met an expired session
 * ({@link RoutingClientFactory}). It is a subclass, because S3A's committers and uploaders ask for
 * one. What no signature can do, it refuses: a rename from one route into another.
 *
 * <p>Set it as {@code fs.s3a.impl} (also {@code fs.s3.impl}, {@code fs.s3n.impl}), and {@link
 * RolecallFs} as {@code fs.AbstractFileSystem.s3a.impl}.
 */
public final class RolecallFileSystem extends S3AFileSystem implements OfLaunch {

  /** Goes into S3A's audit log, beside S3A's own names. */
  private static final String AUDIT_JOB = "rolecall-job";

  private BucketRoutes routes = new BucketRoutes(RouteTable.ofPrefixes("", Map.of()));
  private Supplier<String> jobId = () -> "";
  private @Nullable IOStatistics statistics;
  private volatile boolean ended;

  private final boolean alone;

  /** For Hadoop. */
  public RolecallFileSystem() {
    this(false);
  }

  /**
   * A file system.
   *
   * @param alone whether it is for one holder, who never gives it to Hadoop's cache
   */
  RolecallFileSystem(boolean alone) {
    this.alone = alone;
  }

  /**
   * A file system for one holder, who never gives it to Hadoop's cache: it takes the keys that
   * everybody may set as they are given, also where one that is kept for all has those of the
   * launch.
   *
   * @return the file system, to be initialised, and closed by its holder
   */
  public static RolecallFileSystem forOneHolder() {
    return new RolecallFileSystem(true);
  }

  @Override
  public void initialize(URI name, Configuration originalConf) throws IOException {
    Optional<Declaration> declared;
    try {
      declared = Declarations.current();
      Configuration conf =
          Declarations.settle(
              originalConf,
              String.valueOf(name.getScheme()),
              String.valueOf(name.getHost()),
              alone);
      S3AWiring.apply(conf, String.valueOf(name.getHost()));
      super.initialize(name, conf);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    } catch (ServiceStateException e) {
      // The token binding is a service, whose life cycle wraps what it throws.
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
    try (AWSCredentialProviderList credentials = getS3AInternals().shareCredentials("Rolecall")) {
      RoutingCredentialsProvider provider = ofOurs(name, credentials);
      routes = provider.routes();
      jobId = provider::jobId;
    }
    statistics =
        new SessionIOStatistics(
            requireNonNull(super.getIOStatistics()), routes.credentials(), Clock.systemUTC());
    Declarations.opened(this, declared);
    // Hadoop keeps what is initialised, closed or not.
    checkLaunch();
  }

  /** Finds Rolecall's provider in what S3A signs with. */
  static RoutingCredentialsProvider ofOurs(URI name, AWSCredentialProviderList credentials)
      throws IOException {
    return RoutingCredentialsProvider.find(credentials)
        .orElseThrow(
            () ->
                new IOException(
                    name
                        + ": S3A signs with other credentials than "
                        + Wiring.KEYS.get("fs.s3a.delegation.token.binding")
                        + " gives it, which know no routes. Use a Hadoop that Rolecall supports:"
                        + " 3.4.1 or later"));
  }

  @Override
  public boolean rename(Path src, Path dst) throws IOException {
    Optional<String> crossing = routes.crossing(keyOf(src), keyOf(dst));
    if (crossing.isPresent()) {
      throw new AccessDeniedException(
          src.toString(),
          dst.toString(),
          "a rename from one route into another: "
              + crossing.get()
              + ". No single role may do both; copy with distcp, then delete");
    }
    return super.rename(src, dst);
  }

  /** Hadoop hands a file system out without asking anybody, so each operation asks. */
  private void checkLaunch() throws IOException {
    try {
      var unused = Declarations.canChange() ? Declarations.current() : Optional.empty();
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (ended) {
      throw new IOException(
          getUri()
              + ": this file system was opened for an application that has ended. The one that runs"
              + " now declares the bucket otherwise: get its file system again");
    }
  }

  @Override
  public String declaredBucket() {
    return String.valueOf(getUri().getHost());
  }

  @Override
  public void endWithLaunch() {
    ended = true;
  }

  @Override
  public void close() throws IOException {
    Declarations.closed(this);
    super.close();
  }

  /** S3A's span, whose audit header tells the job. */
  @Override
  public AuditSpanS3A createSpan(String operation, @Nullable String path1, @Nullable String path2)
      throws IOException {
    checkLaunch();
    AuditSpanS3A span = super.createSpan(operation, path1, path2);
    String job = jobId.get();
    if (!job.isEmpty()) {
      span.set(AUDIT_JOB, job);
    }
    return span;
  }

  /** S3A's statistics and, once the file system is initialised, the sessions'. */
  @Override
  public @Nullable IOStatistics getIOStatistics() {
    // While it starts, S3A wants to write into its own.
    return statistics == null ? super.getIOStatistics() : statistics;
  }

  /**
   * What the sessions of a location's route have been through in this process.
   *
   * @param path the location
   * @return a snapshot
   */
  public SessionStatistics sessions(Path path) {
    return routes.find(keyOf(path)).credentials().statistics();
  }

  /**
   * A question to STS who the requests to a location come from, signed as they are.
   *
   * @param path the location
   * @param sts the STS that the route's sessions are from
   * @param region its signing region
   * @return the question
   */
  public SignedQuestion whoAsks(Path path, URI sts, String region) {
    return SignedQuestion.sign(routes.find(keyOf(path)).credentials().current(), sts, region);
  }

  private String keyOf(Path path) {
    String key = makeQualified(path).toUri().getPath();
    return key.startsWith("/") ? key.substring(1) : key;
  }
}
