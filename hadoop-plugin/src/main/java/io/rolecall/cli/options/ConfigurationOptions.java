package io.rolecall.cli.options;

import io.rolecall.config.ConfigException;
import io.rolecall.handoff.AnswerSources;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the configuration comes from: {@code core-site.xml} of the class path and of
 * HADOOP_CONF_DIR, then the files, then single keys; the later one wins.
 */
public final class ConfigurationOptions {

  /** For picocli. */
  public ConfigurationOptions() {}

  private static final String SPARK = "spark.hadoop.";

  /** The variable that names the folder of Hadoop's configuration. */
  private static final String FOLDER = "HADOOP_CONF_DIR";

  private static final String SITE = "core-site.xml";
  private static final List<String> FILES = List.of(SITE, "hdfs-site.xml");

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = {
        "A Hadoop key. May be repeated; wins over files.",
        "Secrets are refused: other users see command lines."
      })
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--conf-file",
      paramLabel = "FILE",
      description = {
        "A Hadoop XML file, or a properties file such as",
        "spark-defaults.conf, whose Hadoop keys stand behind",
        "spark.hadoop. May be repeated; the later one wins."
      })
  private List<Path> files = new ArrayList<>();

  /**
   * The configuration.
   *
   * @param environment the environment variables
   * @return the configuration; the caller's own
   * @throws CommandFailure if a setting is malformed or a secret
   * @throws ConfigException if a file cannot be read
   */
  public Configuration read(Map<String, String> environment) throws CommandFailure {
    List<String[]> keys = new ArrayList<>();
    for (String setting : settings) {
      keys.add(parse(setting));
    }
    Configuration conf = new Configuration();
    addFolder(conf, environment.get(FOLDER));
    for (Path file : files) {
      ConfigurationFile.read(file).addTo(conf);
    }
    for (String[] key : keys) {
      conf.set(key[0], key[1], "--conf");
    }
    return conf;
  }

  /**
   * The files that the configuration will be read from, as they are now.
   *
   * @param environment the environment variables
   * @return the files; one that the class path names may be any, so there has to be one before it
   */
  public AnswerSources sources(Map<String, String> environment) {
    AnswerSources sources = new AnswerSources();
    String folder = environment.getOrDefault(FOLDER, "");
    if (folder.isEmpty() || !Files.isReadable(Path.of(folder + File.separator + SITE))) {
      sources.addUnknown();
      return sources;
    }
    FILES.forEach(name -> sources.add(Path.of(folder + File.separator + name)));
    files.forEach(sources::add);
    return sources;
  }

  private static String[] parse(String setting) throws CommandFailure {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      // Not quoted: whoever leaves the sign out may have written a secret.
      throw CommandFailure.usage("--conf: expected KEY=VALUE");
    }
    String name = setting.substring(0, equals).trim();
    String key = name.startsWith(SPARK) ? name.substring(SPARK.length()) : name;
    if (SecretKeys.isSecret(key)) {
      throw CommandFailure.usage(
          "--conf "
              + key
              + "=...: a secret on the command line is refused, because every user of this machine can"
              + " read it there. Put it into a file of hadoop.security.credential.provider.path, or into"
              + " a file that only you can read and name that with --conf-file");
    }
    return new String[] {key, setting.substring(equals + 1).trim()};
  }

  /** The script has it on the class path; whoever starts Java otherwise may have not. */
  private static void addFolder(Configuration conf, @Nullable String folder) {
    if (folder == null || folder.isEmpty()) {
      return;
    }
    for (String name : FILES) {
      Path file = Path.of(folder + File.separator + name);
      if (Files.isReadable(file)) {
        ConfigurationFile.read(file).addTo(conf);
      }
    }
  }
}
