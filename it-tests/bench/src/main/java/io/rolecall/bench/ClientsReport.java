package io.rolecall.bench;

import io.rolecall.client.RoutedClients;
import io.rolecall.localaws.LocalAws;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOAwsClientFactory;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * What Iceberg's S3FileIO does in a second with a client that signs by routes, beside the same
 * S3FileIO with a client of static keys: a session of the same role. They take turns on one store.
 */
public final class ClientsReport {

  private static final double RATIO = 0.98;
  private static final int WARM_UP = 4;
  private static final int SMALL_FILES = 50;
  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 64 * 1024 * 1024;

  private final FileIO routed;
  private final FileIO plain;
  private final Table table = new Table();

  private ClientsReport(FileIO routed, FileIO plain) {
    this.routed = routed;
    this.plain = plain;
  }

  /** What a FileIO is set to do, in a folder of its own. */
  private interface Work {
    void run(FileIO io, String folder) throws IOException;
  }

  /**
   * Prints the table; exits with 1 if a ratio is below its limit.
   *
   * @param args how many turns each workload has; 60 unless given
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    int turns = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    ClientsReport report;
    try (LocalAws aws = BenchWorld.start()) {
      BenchWorld.publish(aws);
      try (S3FileIO routed = io(Routed.class);
          S3FileIO plain = io(Plain.class)) {
        report = new ClientsReport(routed, plain);
        report.compare(aws, "writes of 4 KiB", turns, ClientsReport::writeSmall);
        report.compare(aws, "reads of 4 KiB", turns, ClientsReport::readSmall);
        report.compare(aws, "write of 64 MiB", turns / 4, ClientsReport::writeLarge);
        report.compare(aws, "read of 64 MiB", turns / 4, ClientsReport::readLarge);
      }
    }
    report.table.print();
    System.exit(report.table.isOver() ? 1 : 0);
  }

  private static S3ClientBuilder builder() {
    return S3Client.builder()
        .endpointOverride(BenchWorld.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .httpClientBuilder(ApacheHttpClient.builder());
  }

  /**
   * What {@code io.rolecall.iceberg.RolecallClientFactory} gives, but for where routes come from.
   */
  public static final class Routed extends Factory {
    private static final long serialVersionUID = 1L;

    @Override
    public S3Client s3() {
      return RoutedClients.s3(builder(), BenchWorld.rolecallWithRoute());
    }
  }

  /** A client with a session that nobody renews. */
  public static final class Plain extends Factory {
    private static final long serialVersionUID = 1L;

    @Override
    public S3Client s3() {
      Credentials session;
      try (StsClient sts = BenchWorld.stsClient()) {
        session = sts.assumeRole(BenchWorld::describeSession).credentials();
      }
      return builder()
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsSessionCredentials.create(
                      session.accessKeyId(), session.secretAccessKey(), session.sessionToken())))
          .build();
    }
  }

  /** What both have in common. Made by Iceberg, by reflection. */
  abstract static class Factory implements S3FileIOAwsClientFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public S3AsyncClient s3Async() {
      throw new UnsupportedOperationException("nothing here asks for one");
    }

    @Override
    public void initialize(Map<String, String> properties) {}
  }

  private static S3FileIO io(Class<? extends S3FileIOAwsClientFactory> factory) {
    S3FileIO io = new S3FileIO();
    io.initialize(Map.of(S3FileIOProperties.CLIENT_FACTORY, factory.getName()));
    return io;
  }

  private void compare(LocalAws aws, String title, int turns, Work work) throws IOException {
    double[] mine = new double[turns];
    double[] peers = new double[turns];
    double[] ratios = new double[turns];
    for (int turn = -WARM_UP; turn < turns; turn++) {
      aws.log().clear();
      boolean first = turn % 2 == 0;
      double one = first ? time(work, routed, "routed") : time(work, plain, "plain");
      double other = first ? time(work, plain, "plain") : time(work, routed, "routed");
      if (turn >= 0) {
        mine[turn] = first ? one : other;
        peers[turn] = first ? other : one;
        ratios[turn] = peers[turn] / mine[turn];
      }
    }
    double ratio = JmhRuns.median(ratios);
    table.add(
        title,
        milliseconds(JmhRuns.median(mine)),
        milliseconds(JmhRuns.median(peers)),
        String.format(Locale.ROOT, "%.3f", ratio),
        String.format(Locale.ROOT, "at least %.2f", RATIO),
        ratio >= RATIO);
  }

  private static double time(Work work, FileIO io, String name) throws IOException {
    long start = System.nanoTime();
    work.run(io, "s3://" + BenchWorld.BUCKET + "/" + name);
    return (System.nanoTime() - start) / 1e9;
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, "%,.1f ms", seconds * 1000);
  }

  private static void writeSmall(FileIO io, String folder) throws IOException {
    for (int i = 0; i < SMALL_FILES; i++) {
      write(io, folder + "/file-" + i, SMALL);
    }
  }

  private static void readSmall(FileIO io, String folder) throws IOException {
    for (int i = 0; i < SMALL_FILES; i++) {
      read(io, folder + "/file-" + i, SMALL);
    }
  }

  private static void writeLarge(FileIO io, String folder) throws IOException {
    write(io, folder + "/large", LARGE);
  }

  private static void readLarge(FileIO io, String folder) throws IOException {
    read(io, folder + "/large", LARGE);
  }

  private static void write(FileIO io, String location, int length) throws IOException {
    OutputFile file = io.newOutputFile(location);
    byte[] piece = new byte[SMALL];
    try (PositionOutputStream out = file.createOrOverwrite()) {
      for (int written = 0; written < length; written += piece.length) {
        out.write(piece);
      }
    }
  }

  private static void read(FileIO io, String location, int length) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int count = 0;
    try (InputStream in = io.newInputFile(location).newStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count += read;
      }
    }
    if (count != length) {
      throw new IOException(location + ": " + count + " instead of " + length);
    }
  }
}
