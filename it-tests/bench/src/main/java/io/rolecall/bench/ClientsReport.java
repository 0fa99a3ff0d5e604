package io.rolecall.bench;

import io.rolecall.client.RoutedClients;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SplittableRandom;
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
 * What the work of Iceberg's S3FileIO takes of its JVM with a client that signs by routes, beside
 * the same S3FileIO with a client of static keys: a session of the same role.
 */
public final class ClientsReport {

  private static final int SMALL_FILES = 50;
  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 64 * 1024 * 1024;

  private final SplittableRandom chance = new SplittableRandom();
  private final Table table = new Table();

  /** What a FileIO is set to do, in a folder of its own. */
  private interface Work {
    void run(FileIO io, String folder) throws IOException;
  }

  /**
   * Prints the table; exits with 1 if a whole interval is below its limit, or that of a control
   * misses 1. Run by {@link BesideServers}.
   *
   * @param args how many turns small files have, and a large one a quarter of it; 200 unless given
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    int turns = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    Table table = new ClientsReport().run(turns, Math.max(1, turns / 4));
    table.print();
    System.exit(table.isOver() ? 1 : 0);
  }

  /**
   * Runs all.
   *
   * @param small the turns of small files
   * @param large those of a large one
   */
  Table run(int small, int large) throws IOException {
    compare("S3FileIO, writes of 4 KiB", small, ClientsReport::writeSmall);
    compare("S3FileIO, reads of 4 KiB", small, ClientsReport::readSmall);
    compare("S3FileIO, write of 64 MiB", large, ClientsReport::writeLarge);
    compare("S3FileIO, read of 64 MiB", large, ClientsReport::readLarge);
    return table;
  }

  private static S3ClientBuilder builder() {
    return S3Client.builder()
        .endpointOverride(BenchWorld.store())
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

  private void compare(String title, int turns, Work work) throws IOException {
    Turns.run(
            title,
            1,
            "turn",
            turns,
            chance,
            contestant(Routed.class, work, "r"),
            contestant(Plain.class, work, "s"),
            contestant(Plain.class, work, "c"))
        .addTo(table, chance);
  }

  private static Turns.Contestant contestant(
      Class<? extends S3FileIOAwsClientFactory> factory, Work work, String name) {
    String folder = "s3://" + BenchWorld.BUCKET + "/file-io-" + name;
    return () -> {
      S3FileIO io = io(factory);
      return new Turns.Instance(() -> work.run(io, folder), io);
    };
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
