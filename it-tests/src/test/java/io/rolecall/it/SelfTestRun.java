package io.rolecall.it;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.RoundsRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;

/** The self-test in the three accounts, on executors in JVMs of their own. */
final class SelfTestRun {

  private static final Workplace WORKPLACE = Workplace.ofThisProject();
  private static final List<String> OUTCOMES = List.of("ok ", "warning ", "FAILED ", "skipped ");

  private final Path scratch;
  private final AccessKey key;
  private final Path profile;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private boolean withPluginJar = true;

  /** One that would pass. */
  SelfTestRun(LocalAws aws, Duration lifetime) throws IOException {
    scratch = WORKPLACE.scratch("self-test");
    key = aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER);
    profile = Workplace.writeProfile(scratch, key);
    settings.putAll(JobSettings.cluster(profile));
    settings.putAll(JobSettings.localAws(aws.endpoint(), lifetime));
    settings.putAll(JobSettings.rolecall());
  }

  SelfTestRun conf(String key, String value) {
    settings.put(key, value);
    return this;
  }

  SelfTestRun append(String key, String value) {
    settings.merge(key, value, String::concat);
    return this;
  }

  SelfTestRun without(String key) {
    settings.remove(key);
    return this;
  }

  SelfTestRun withoutPluginJar() {
    withPluginJar = false;
    return this;
  }

  Path profile() {
    return profile;
  }

  /** A credential store that holds the driver's secret key. */
  String store() throws IOException {
    String store = "localjceks://file" + scratch.resolve("keys.jceks");
    Configuration conf = new Configuration(false);
    conf.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, store);
    CredentialProvider keys = CredentialProviderFactory.getProviders(conf).get(0);
    keys.createCredentialEntry("fs.s3a.access.key", key.accessKeyId().toCharArray());
    keys.createCredentialEntry("fs.s3a.secret.key", key.secretAccessKey().toCharArray());
    keys.flush();
    return store;
  }

  static Path pluginJar() {
    return WORKPLACE.pluginJar();
  }

  /** Rolecall's Hadoop jar as of another version. */
  Path pluginJarOf(String version) throws IOException {
    Path copy = scratch.resolve("other-version.jar");
    try (JarFile jar = new JarFile(pluginJar().toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
      try (OutputStream file = Files.newOutputStream(copy);
          JarOutputStream out = new JarOutputStream(file, manifest)) {
        for (var entry :
            jar.stream().filter(one -> !one.getName().endsWith("MANIFEST.MF")).toList()) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          jar.getInputStream(entry).transferTo(out);
          out.closeEntry();
        }
      }
    }
    return copy;
  }

  /** Runs it to its end. */
  Finished run(String... arguments) throws IOException, InterruptedException {
    SparkSubmit submit = new SparkSubmit(WORKPLACE.sparkHome()).conf(settings);
    if (withPluginJar) {
      submit.jars(pluginJar());
    }
    Path log = scratch.resolve("log");
    try (SparkDriver driver =
        submit.start(log, WORKPLACE.sparkJar(), "io.rolecall.spark.SelfTest", arguments)) {
      int exitCode = driver.await(RoundsRun.PATIENCE);
      return new Finished(exitCode, Files.readString(log, StandardCharsets.ISO_8859_1));
    }
  }

  /**
   * What it left behind.
   *
   * @param exitCode its exit code
   * @param log what it and Spark have said
   */
  record Finished(int exitCode, String log) {

    /** The lines of its steps, without Spark's. */
    List<String> steps() {
      return log.lines().filter(Finished::isStep).toList();
    }

    private static boolean isStep(String line) {
      return OUTCOMES.stream().anyMatch(line::startsWith);
    }

    /** The steps that ended in a way. */
    Stream<String> steps(String outcome) {
      return steps().stream().filter(line -> line.startsWith(outcome + " "));
    }

    /** The names of the steps that ended in a way. */
    List<String> names(String outcome) {
      return steps(outcome).map(line -> line.substring(9, 23).trim()).distinct().toList();
    }
  }
}
