package io.rolecall.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of spark-submit: Spark's own launcher makes the command, as {@code bin/spark-submit}
 * lets it. The process gets no AWS variable of this process's environment. Not thread-safe.
 */
public final class SparkSubmit {

  private static final String SCALA_VERSION = "2.13";

  private final SparkHome home;
  private final Map<String, String> conf = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String jars = "";
  private String proxyUser = "";

  /**
   * A call of the spark-submit of a Spark home.
   *
   * @param home the home
   */
  public SparkSubmit(SparkHome home) {
    this.home = home;
  }

  /**
   * Adds {@code --conf key=value}.
   *
   * @param key the key
   * @param value the value
   * @return this
   */
  public SparkSubmit conf(String key, String value) {
    conf.put(key, value);
    return this;
  }

  /**
   * Adds many.
   *
   * @param settings keys and values
   * @return this
   */
  public SparkSubmit conf(Map<String, String> settings) {
    conf.putAll(settings);
    return this;
  }

  /**
   * Sets a variable of the process's environment, which its executors inherit.
   *
   * @param name the name
   * @param value the value
   * @return this
   */
  public SparkSubmit environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Sets {@code --jars}.
   *
   * @param paths the jars
   * @return this
   */
  public SparkSubmit jars(Path... paths) {
    jars = String.join(",", Arrays.stream(paths).map(Path::toString).toList());
    return this;
  }

  /**
   * Sets {@code --proxy-user}.
   *
   * @param user the user to submit the job for
   * @return this
   */
  public SparkSubmit proxyUser(String user) {
    proxyUser = user;
    return this;
  }

  /**
   * Starts the job.
   *
   * @param log where its output goes, standard output and error together
   * @param application the jar of the job
   * @param mainClass its class
   * @param arguments its arguments
   * @return the running driver
   * @throws IOException if it cannot be started
   * @throws InterruptedException if this thread is interrupted
   */
  public SparkDriver start(Path log, Path application, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("--class", mainClass));
    conf.forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
    if (!proxyUser.isEmpty()) {
      words.addAll(List.of("--proxy-user", proxyUser));
    }
    if (!jars.isEmpty()) {
      words.addAll(List.of("--jars", jars));
    }
    words.add(application.toString());
    words.addAll(List.of(arguments));
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        prepare(new ProcessBuilder(command(words)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    return new SparkDriver(builder.start(), log);
  }

  /**
   * The command that bin/spark-submit would run: the launcher prints it, each word ended by NUL.
   */
  private List<String> command(List<String> words) throws IOException, InterruptedException {
    List<String> launcher =
        new ArrayList<>(
            List.of(
                java(),
                "-cp",
                home.jars(),
                "org.apache.spark.launcher.Main",
                "org.apache.spark.deploy.SparkSubmit"));
    launcher.addAll(words);
    Process process =
        prepare(new ProcessBuilder(launcher))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    if (process.waitFor() != 0) {
      throw new IOException("Spark's launcher refuses the arguments: " + words);
    }
    // Before the command, the launcher prints an empty line or a marker of its own.
    List<String> command = new ArrayList<>(List.of(printed.split("\0")));
    command.removeIf(String::isBlank);
    return command.stream().map(String::stripLeading).toList();
  }

  private ProcessBuilder prepare(ProcessBuilder builder) {
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("SPARK_"));
    variables.put("SPARK_HOME", home.path().toString());
    variables.put("SPARK_SCALA_VERSION", SCALA_VERSION);
    variables.put("SPARK_LOCAL_IP", "127.0.0.1");
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.putAll(environment);
    return builder;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * The settings as options of spark-submit, ready to copy.
   *
   * @param settings keys and values
   * @return a line each
   */
  public static List<String> asOptions(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> "--conf " + setting.getKey() + "=" + setting.getValue())
        .toList();
  }
}
