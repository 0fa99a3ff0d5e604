package io.rolecall.quickstart;

import io.rolecall.localaws.iam.AccessKey;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that running a job on this machine needs: what Maven built and downloaded, and a folder
 * for logs.
 *
 * @param root the project's folder
 */
public record Workplace(Path root) {

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>rolecall</artifactId>\\s*<version>([^<]+)</version>");
  private static final String TARGET = "it-tests/examples/target";

  /** The workplace of the project whose root is given by a system property. */
  public static Workplace ofThisProject() {
    return new Workplace(
        Path.of(System.getProperty("rolecall.root", ".")).toAbsolutePath().normalize());
  }

  /**
   * The version that is built, as the project's pom names it.
   *
   * @throws UncheckedIOException if the pom cannot be read
   */
  public String version() {
    Path pom = root.resolve("pom.xml");
    try {
      Matcher version = VERSION.matcher(Files.readString(pom));
      if (!version.find()) {
        throw new IllegalStateException(pom + " names no version of rolecall");
      }
      return version.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rolecall's Hadoop jar. */
  public Path pluginJar() {
    return root.resolve("hadoop-plugin/target/rolecall-hadoop-plugin-" + version() + ".jar");
  }

  /** Rolecall's Spark jar. */
  public Path sparkJar() {
    return root.resolve("spark-integration/target/rolecall-spark-" + version() + ".jar");
  }

  /** The jar of the quick start's job: the build's, or the one of the row of Spark. */
  public Path jobJar() {
    String row = System.getProperty("rolecall.spark.row");
    String jar = row == null ? "rolecall-examples-" + version() : row + "-job";
    return root.resolve(TARGET + "/" + jar + ".jar");
  }

  /** S3Mock. */
  public Path s3MockJar() {
    return root.resolve("it-tests/localaws/target/s3mock/s3mock-exec.jar");
  }

  /**
   * Spark, of the row that the system property {@code rolecall.spark.row} names, else of the build.
   *
   * @return a home made of Maven's jars
   * @throws IOException if it cannot be made
   */
  public SparkHome sparkHome() throws IOException {
    return SparkHome.create(root.resolve(TARGET).resolve(row() + "-home"), sparkClassPath());
  }

  /**
   * The jars of the same Spark, with its Hadoop and AWS SDK.
   *
   * @return a class path as Java takes it
   * @throws IOException if it cannot be read
   */
  public String sparkClassPath() throws IOException {
    return Files.readString(root.resolve(TARGET).resolve(row() + ".classpath")).trim();
  }

  private static String row() {
    return System.getProperty("rolecall.spark.row", "spark");
  }

  /**
   * The Spark of a module of tests, with Rolecall's jars among its own, as clusters have it.
   *
   * @param module the module's folder below {@code it-tests}
   * @return a home made of Maven's jars
   * @throws IOException if it cannot be made
   */
  public SparkHome clusterHome(String module) throws IOException {
    Path target = root.resolve("it-tests/" + module + "/target");
    return SparkHome.create(
        target.resolve("spark-home"),
        String.join(
            File.pathSeparator,
            Files.readString(target.resolve("spark.classpath")).trim(),
            pluginJar().toString(),
            sparkJar().toString()));
  }

  /**
   * A folder for the files of one run.
   *
   * @param name the run
   * @return the folder, new
   * @throws IOException if it cannot be made
   */
  public Path scratch(String name) throws IOException {
    return Files.createTempDirectory(
        Files.createDirectories(root.resolve(TARGET + "/runs")), name + "-");
  }

  /**
   * Writes an AWS credentials file that only its owner can read.
   *
   * @param folder where
   * @param key the keys
   * @return the file
   * @throws IOException if it cannot be written
   */
  public static Path writeProfile(Path folder, AccessKey key) throws IOException {
    Path file = folder.resolve("credentials");
    if (File.separatorChar == '/') {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.writeString(
        file,
        "[default]\naws_access_key_id="
            + key.accessKeyId()
            + "\naws_secret_access_key="
            + key.secretAccessKey()
            + "\n");
  }
}
