package io.rolecall.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The forms in which other tools read sessions. Each result ends with a line end. */
public enum SessionFormat {
  /**
   * What the AWS CLI and the SDKs expect of a {@code credential_process}.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html">the
   *     format</a>
   */
  CREDENTIAL_PROCESS("credential-process", SessionFormat::credentialProcess),
  /** Lines that a POSIX shell evaluates. */
  ENV("env", SessionFormat::environment),
  /** All that is known of the session. */
  JSON("json", SessionFormat::json),
  /** Hadoop's XML, for plain S3A, for this bucket alone. */
  HADOOP("hadoop", SessionFormat::hadoop) {
    @Override
    public boolean isOfABucket() {
      return true;
    }
  },
  /** The same as a properties file for {@code spark-submit --properties-file}. */
  SPARK("spark", SessionFormat::spark) {
    @Override
    public boolean isOfABucket() {
      return true;
    }
  },
  /**
   * The storage options of delta-rs, in Python and Rust, and of others that are built on Rust's
   * object_store.
   *
   * @see <a
   *     href="https://docs.rs/object_store/latest/object_store/aws/enum.AmazonS3ConfigKey.html">the
   *     keys</a>
   */
  STORAGE_OPTIONS("storage-options", SessionFormat::storageOptions);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String formatName;
  private final Function<HandedSession, String> writer;

  SessionFormat(String formatName, Function<HandedSession, String> writer) {
    this.formatName = formatName;
    this.writer = writer;
  }

  /**
   * What users call it.
   *
   * @return the name
   */
  public String formatName() {
    return formatName;
  }

  /**
   * Whether it is written for one bucket alone: a client of another service is in none.
   *
   * @return false if the session may be for anything
   */
  public boolean isOfABucket() {
    return false;
  }

  /**
   * Writes a session, secrets and all.
   *
   * @param session the session; of a location if the format {@link #isOfABucket}
   * @return the text
   */
  public String write(HandedSession session) {
    return writer.apply(session);
  }

  private static String credentialProcess(HandedSession handed) {
    Session session = handed.session();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("Version", 1);
    values.put("AccessKeyId", session.accessKeyId());
    values.put("SecretAccessKey", session.secretAccessKey());
    values.put("SessionToken", session.sessionToken());
    values.put("Expiration", handed.told().toString());
    return toJson(values);
  }

  private static String environment(HandedSession handed) {
    Map<String, String> values = keys(handed.session());
    values.put("AWS_CREDENTIAL_EXPIRATION", handed.session().expiration().toString());
    handed.store().region().ifPresent(region -> values.put("AWS_REGION", region));
    handed.store().region().ifPresent(region -> values.put("AWS_DEFAULT_REGION", region));
    handed.store().endpoint().ifPresent(uri -> values.put("AWS_ENDPOINT_URL_S3", uri));
    return values.entrySet().stream()
        .map(value -> "export " + value.getKey() + "='" + value.getValue().replace("'", "'\\''"))
        .map(line -> line + "'\n")
        .collect(Collectors.joining());
  }

  private static String json(HandedSession handed) {
    Session session = handed.session();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("location", handed.place().toString());
    values.put("role", session.role().toString());
    values.put("sessionName", session.sessionName());
    values.put("expiration", session.expiration().toString());
    values.put("accessKeyId", session.accessKeyId());
    values.put("secretAccessKey", session.secretAccessKey());
    values.put("sessionToken", session.sessionToken());
    return toJson(values);
  }

  private static String storageOptions(HandedSession handed) {
    Map<String, String> values = keys(handed.session());
    handed.store().region().ifPresent(region -> values.put("AWS_REGION", region));
    handed
        .store()
        .endpoint()
        .ifPresent(
            uri -> {
              values.put("AWS_ENDPOINT_URL", uri);
              values.put("AWS_ALLOW_HTTP", Boolean.toString(uri.startsWith("http://")));
              values.put(
                  "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
                  Boolean.toString(!handed.store().pathStyle()));
            });
    return toJson(values);
  }

  private static Map<String, String> keys(Session session) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("AWS_ACCESS_KEY_ID", session.accessKeyId());
    values.put("AWS_SECRET_ACCESS_KEY", session.secretAccessKey());
    values.put("AWS_SESSION_TOKEN", session.sessionToken());
    return values;
  }

  private static String hadoop(HandedSession handed) {
    return s3a(handed).entrySet().stream()
        .map(
            key ->
                "  <property>\n    <name>"
                    + escaped(key.getKey())
                    + "</name>\n    <value>"
                    + escaped(key.getValue())
                    + "</value>\n  </property>\n")
        .collect(
            Collectors.joining(
                "", "<?xml version=\"1.0\"?>\n<configuration>\n", "</configuration>\n"));
  }

  private static String spark(HandedSession handed) {
    return s3a(handed).entrySet().stream()
        .map(
            key ->
                "spark.hadoop." + key.getKey() + "=" + key.getValue().replace("\\", "\\\\") + "\n")
        .collect(Collectors.joining());
  }

  private static String bucket(HandedSession handed) {
    return handed
        .place()
        .toLocation()
        .map(S3Location::bucket)
        .orElseThrow(() -> new IllegalArgumentException(handed.place() + " is in no bucket"));
  }

  private static Map<String, String> s3a(HandedSession handed) {
    String bucket = "fs.s3a.bucket." + bucket(handed) + ".";
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put(
        bucket + "aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
    keys.put(bucket + "access.key", handed.session().accessKeyId());
    keys.put(bucket + "secret.key", handed.session().secretAccessKey());
    keys.put(bucket + "session.token", handed.session().sessionToken());
    return keys;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String toJson(Object values) {
    try {
      return MAPPER.writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
