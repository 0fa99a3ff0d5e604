package io.rolecall.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Call;
import io.rolecall.localaws.log.AccessLog.Client;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.localaws.log.AccessLog.RoleRequest;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A LocalAws in a container of its own, from outside. Not thread-safe. */
public final class LocalAwsContainer implements AutoCloseable {

  private static final String NAME = "localaws";
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final Path log;
  private int forgotten;

  private LocalAwsContainer(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param docker the network of its container
   * @param scratch a folder for its access log
   * @return a LocalAws of the three accounts, and one with twenty buckets
   * @throws IOException if it does not start
   */
  public static LocalAwsContainer start(Docker docker, Path scratch) throws IOException {
    Path log = Files.createFile(scratch.resolve("access.log"));
    Path s3Mock = Workplace.ofThisProject().s3MockJar();
    List<Path> classes =
        List.of(codeOf(LocalAws.class), codeOf(ThreeAccounts.class), codeOf(AwsInContainer.class));
    List<String> options = new ArrayList<>(List.of("--interactive"));
    Stream.concat(classes.stream(), Stream.of(s3Mock))
        .forEach(path -> options.addAll(List.of("--volume", path + ":" + path + ":ro")));
    options.addAll(List.of("--volume", log + ":" + log));
    List<String> command =
        List.of(
            "java",
            "-cp",
            String.join(File.pathSeparator, classes.stream().map(Path::toString).toList()),
            AwsInContainer.class.getName(),
            s3Mock.toString(),
            log.toString());
    LocalAwsContainer aws =
        new LocalAwsContainer(
            new ProcessBuilder(docker.runCommand(NAME, options, command))
                .redirectError(scratch.resolve("localaws.err").toFile())
                .start(),
            log);
    aws.answer();
    return aws;
  }

  private static Path codeOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** Twenty buckets of another account, each with a role of its own. */
  public static List<String> manyBuckets() {
    return IntStream.range(0, AwsInContainer.buckets()).mapToObj(AwsInContainer::bucket).toList();
  }

  /** The role for each of them. */
  public static Map<String, String> rolesOfManyBuckets() {
    return IntStream.range(0, AwsInContainer.buckets())
        .boxed()
        .collect(Collectors.toMap(AwsInContainer::bucket, AwsInContainer::role));
  }

  /** Where containers of its network find it. */
  static URI endpoint() {
    return URI.create("http://" + NAME + ":" + AwsInContainer.PORT);
  }

  /** The key of the user that may assume the roles. */
  AccessKey submitter() throws IOException {
    String[] key = ask("key").split(" ");
    return new AccessKey(key[0], key[1]);
  }

  /** Writes an object around the gate. */
  public void put(String bucket, String key, byte[] content) throws IOException {
    ask("put", bucket, key, Base64.getEncoder().encodeToString(content));
  }

  /** Reads an object around the gate. */
  public byte[] get(String bucket, String key) throws IOException {
    return Base64.getDecoder().decode(ask("get", bucket, key));
  }

  /** The keys of a bucket that start with a prefix, read around the gate. */
  public List<String> list(String bucket, String prefix) throws IOException {
    String keys = ask("list", bucket, prefix);
    return keys.isEmpty() ? List.of() : List.of(keys.split(" "));
  }

  /** Lets STS wait before it answers. */
  public void stsLatency(Duration latency) throws IOException {
    ask("sts-latency", latency.toString());
  }

  /** Every secret access key and session token that was issued so far. */
  public Set<String> secrets() throws IOException {
    return new HashSet<>(List.of(ask("secrets").split(" ")));
  }

  /** What was asked and answered since the log was forgotten, in the order of the answers. */
  public List<Entry> entries() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    List<Entry> entries = new ArrayList<>();
    for (String line : lines.subList(Math.min(forgotten, lines.size()), lines.size())) {
      if (line.endsWith("}")) {
        entries.add(entry(JSON.readTree(line)));
      }
    }
    return entries;
  }

  /** Forgets what was asked so far. */
  public void forget() throws IOException {
    forgotten = Files.readAllLines(log, StandardCharsets.UTF_8).size();
  }

  private static Entry entry(JsonNode line) {
    return new Entry(
        Instant.parse(line.get("time").asText()),
        line.get("requestId").asText(),
        new Client(
            text(line, "principal"),
            text(line, "accessKeyId"),
            line.path("userAgent").asText(),
            line.path("referrer").asText(),
            line.path("client").asText()),
        new Call(
            line.get("service").asText(),
            line.get("operation").asText(),
            line.path("method").asText(),
            line.path("path").asText(),
            text(line, "bucket"),
            text(line, "key"),
            deleted(line)),
        line.get("status").asInt(),
        text(line, "errorCode"),
        line.has("roleArn") ? roleRequest(line) : null);
  }

  private static List<String> deleted(JsonNode line) {
    List<String> keys = new ArrayList<>();
    line.path("deleted").forEach(key -> keys.add(key.asText()));
    return keys;
  }

  private static RoleRequest roleRequest(JsonNode line) {
    return new RoleRequest(
        line.get("roleArn").asText(),
        line.get("sessionName").asText(),
        line.path("hasExternalId").asBoolean(),
        line.has("durationSeconds") ? line.get("durationSeconds").asInt() : null,
        Map.of(),
        text(line, "sourceIdentity"));
  }

  private static @Nullable String text(JsonNode line, String field) {
    return line.hasNonNull(field) ? line.get(field).asText() : null;
  }

  private String ask(String... words) throws IOException {
    questions.write(String.join(" ", words));
    questions.newLine();
    questions.flush();
    return answer();
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null || !line.startsWith(AwsInContainer.OK)) {
      throw new IOException("LocalAws in its container says " + line);
    }
    return line.substring(AwsInContainer.OK.length());
  }

  /** Ends it; its container goes with the network. */
  @Override
  public void close() throws IOException {
    questions.close();
    process.destroy();
  }
}
