package io.rolecall.bench;

import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.s3a.RoutingSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * One signature, as each attempt of each request needs it: by the SDK's signer with credentials in
 * hand, and by Rolecall's with the identity that a {@link RolecallFileSystem} gives its clients.
 *
 * <p>The bodies are not signed, as over HTTPS, where a signature costs least and what is added
 * weighs most.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SigningBenchmark {

  private static final byte[] BODY = new byte[1024];
  private static final int PREFIXES = 100;
  private static final String KEY = "team-42/warehouse/orders/day=2026-01-31/part-00017.parquet";

  /** The request. */
  public enum Request {
    /** Reads a range. */
    GET,
    /** Writes a small object. */
    PUT
  }

  /** What Rolecall signs with. */
  public enum Routes {
    /** Rolecall, in a bucket with one route. */
    ONE_ROUTE,
    /** Rolecall, in a bucket with a route for each of a hundred prefixes. */
    PREFIX_ROUTES
  }

  /** Set by JMH. */
  @Param({"GET", "PUT"})
  public Request request = Request.GET;

  /** Set by JMH. */
  @Param({"ONE_ROUTE", "PREFIX_ROUTES"})
  public Routes routes = Routes.ONE_ROUTE;

  private final AwsV4HttpSigner sdk = AwsV4HttpSigner.create();
  private final RoutingSigner rolecall = new RoutingSigner();
  private final RolecallFileSystem files = new RolecallFileSystem();
  private SignRequest<AwsCredentialsIdentity> plain =
      request(AwsSessionCredentials.create("", "", ""));
  private SignRequest<AwsCredentialsIdentity> routed = plain;

  /**
   * Opens a file system and takes the identity that it gives its clients.
   *
   * @throws IOException if it cannot be opened
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Configuration conf;
    if (routes == Routes.PREFIX_ROUTES) {
      conf = BenchWorld.rolecall();
      conf.set("fs.s3a.rolecall.routes", prefixRoutes());
    } else {
      conf = BenchWorld.rolecallWithRoute();
    }
    files.initialize(URI.create("s3a://" + BenchWorld.BUCKET), conf);
    try (AWSCredentialProviderList provider = files.getS3AInternals().shareCredentials("bench")) {
      routed = request(provider.resolveCredentials());
    }
    // The same session for both, so that both have the same to sign.
    plain = request(sessionOf(rolecall.sign(routed)));
    check(sdk.sign(plain).request(), rolecall.sign(routed).request());
  }

  /** Ends the file system's sessions. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    files.close();
  }

  /** One signature by the SDK alone. */
  @Benchmark
  public SignedRequest sdk() {
    return sdk.sign(plain);
  }

  /** One signature by Rolecall. */
  @Benchmark
  public SignedRequest rolecall() {
    return rolecall.sign(routed);
  }

  /** What each took of the time, in nanoseconds. JMH adds them up, iteration by iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Turns {
    /** The SDK's share. */
    public long sdkNanos;

    /** Rolecall's. */
    public long rolecallNanos;

    private boolean rolecallFirst;
  }

  /**
   * One signature by each. Both run the same compiled code of the SDK at the same speed of the
   * processor: what differs is what Rolecall adds, where runs after each other differ by more.
   */
  @Benchmark
  public void inTurns(Turns turns, Blackhole signed) {
    turns.rolecallFirst = !turns.rolecallFirst;
    long start = System.nanoTime();
    signed.consume(turns.rolecallFirst ? rolecall() : sdk());
    long middle = System.nanoTime();
    signed.consume(turns.rolecallFirst ? sdk() : rolecall());
    long end = System.nanoTime();
    turns.rolecallNanos += turns.rolecallFirst ? middle - start : end - middle;
    turns.sdkNanos += turns.rolecallFirst ? end - middle : middle - start;
  }

  private static String prefixRoutes() {
    return IntStream.range(0, PREFIXES)
        .mapToObj(
            team ->
                "{\"location\": \"s3a://%s/team-%d/warehouse\", \"role\": \"%s\"}"
                    .formatted(BenchWorld.BUCKET, team, BenchWorld.ROLE))
        .collect(Collectors.joining(",", "{\"version\": 1, \"routes\": [", "]}"));
  }

  private SignRequest<AwsCredentialsIdentity> request(AwsCredentialsIdentity identity) {
    SignRequest.Builder<AwsCredentialsIdentity> builder =
        SignRequest.<AwsCredentialsIdentity>builder(identity)
            .request(httpRequest())
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
            .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
            .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
            .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
            .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false);
    if (request == Request.PUT) {
      builder.payload(() -> new ByteArrayInputStream(BODY));
    }
    return builder.build();
  }

  /** With the headers that S3A's requests have. */
  private SdkHttpRequest httpRequest() {
    SdkHttpRequest.Builder builder =
        SdkHttpRequest.builder()
            .method(request == Request.GET ? SdkHttpMethod.GET : SdkHttpMethod.PUT)
            .protocol("https")
            .host(BenchWorld.BUCKET + ".s3.us-east-1.amazonaws.com")
            .encodedPath("/" + KEY.replace("=", "%3D"))
            .putHeader("Host", BenchWorld.BUCKET + ".s3.us-east-1.amazonaws.com")
            .putHeader("amz-sdk-invocation-id", "5b9c1f9a-64a9-4d0b-8c8c-0d5a3b7b8a11")
            .putHeader("amz-sdk-request", "attempt=1; max=6")
            .putHeader("User-Agent", "Hadoop 3.5.0, aws-sdk-java/2.35.4 md/io#sync md/http#Apache")
            .putHeader(
                "Referer",
                "https://audit.example.org/hadoop/1/op_open/5b9c1f9a-64a9-4d0b-8c8c-00000007/"
                    + "?op=op_open&p1=s3a://bench/team-42/warehouse/orders&pr=me&ps=27c4&id=7&t0=1"
                    + "&fs=5b9c1f9a-64a9-4d0b-8c8c-0d5a3b7b8a11&t1=1&ts=1769817600000");
    if (request == Request.GET) {
      builder.putHeader("Range", "bytes=0-65535");
    } else {
      builder
          .putHeader("Content-Length", "1024")
          .putHeader("Content-Type", "application/octet-stream");
    }
    return builder.build();
  }

  private AwsSessionCredentialsIdentity sessionOf(SignedRequest signed) {
    String token = header(signed.request(), "X-Amz-Security-Token");
    // The secret key is not in a signed request; another of its length costs the same.
    return AwsSessionCredentials.create(
        header(signed.request(), "Authorization").replaceFirst(".*Credential=([^/]*)/.*", "$1"),
        "0123456789012345678901234567890123456789",
        token);
  }

  private static void check(SdkHttpRequest one, SdkHttpRequest other) {
    if (!one.headers().keySet().equals(other.headers().keySet())
        || !header(one, "X-Amz-Security-Token").equals(header(other, "X-Amz-Security-Token"))) {
      throw new IllegalStateException("the signers do not sign the same");
    }
  }

  private static String header(SdkHttpRequest request, String name) {
    return request.firstMatchingHeader(name).orElseThrow();
  }
}
