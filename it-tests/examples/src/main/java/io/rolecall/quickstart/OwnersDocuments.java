package io.rolecall.quickstart;

import static java.util.Objects.requireNonNull;

import io.rolecall.localaws.iam.AccountBuilder;
import io.rolecall.localaws.iam.RoleBuilder;
import io.rolecall.localaws.iam.UserBuilder;
import io.rolecall.localaws.policy.JsonParser;
import io.rolecall.localaws.policy.MalformedPolicyException;
import io.rolecall.localaws.text.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code rolecall iam --json} tells the owners of accounts to set, so that LocalAws has that
 * and nothing else. Immutable.
 */
public final class OwnersDocuments {

  private static final String STATEMENTS = "Statement";

  private final String json;

  private OwnersDocuments(String json) {
    this.json = json;
  }

  /**
   * Takes the command's answer.
   *
   * @param json the answer
   * @return the documents
   */
  public static OwnersDocuments of(String json) {
    return new OwnersDocuments(json);
  }

  /**
   * Runs the command, as owners would.
   *
   * @param workplace where it is, with a class path for it
   * @param arguments those of {@code rolecall iam}, but for {@code --json}
   * @return what it answers
   * @throws IOException if it fails
   * @throws InterruptedException if this thread is interrupted
   */
  public static OwnersDocuments written(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(workplace.root().resolve("bin/rolecall").toString());
    command.add("iam");
    command.addAll(arguments);
    command.add("--json");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.remove("HADOOP_CONF_DIR");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("ROLECALL_JAR", workplace.pluginJar().toString());
    environment.put("ROLECALL_CLASSPATH", workplace.sparkClassPath());
    Process process = builder.start();
    process.getOutputStream().close();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
    return of(answer);
  }

  /** The command's answer, as it wrote it. */
  public String json() {
    return json;
  }

  /**
   * The accounts that have to set something.
   *
   * @return their ids
   */
  public List<String> accounts() {
    return parse().stream().map(account -> text(account, "account")).toList();
  }

  /**
   * Each statement of each document, in order.
   *
   * @return the statements as JSON
   */
  public List<String> statements() {
    List<String> statements = new ArrayList<>();
    lists(parse()).forEach(list -> list.forEach(one -> statements.add(JsonText.of(one))));
    return statements;
  }

  /**
   * The same documents but for one statement.
   *
   * @param index which of {@link #statements}
   * @return the other statements; a document without any is left out
   */
  public OwnersDocuments without(int index) {
    List<Map<String, Object>> accounts = parse();
    int left = index;
    for (List<Object> list : lists(accounts)) {
      if (left < list.size()) {
        list.remove(left);
        return of(JsonText.of(Map.of("accounts", accounts)));
      }
      left -= list.size();
    }
    throw new IndexOutOfBoundsException(index);
  }

  /**
   * Gives an account its roles with their policies, the user that is the base identity with its
   * permissions, and its buckets.
   *
   * @param account the account's id
   * @param buckets the names of its buckets
   * @param builder the account
   */
  public void describe(String account, List<String> buckets, AccountBuilder builder) {
    buckets.forEach(builder::bucket);
    for (Map<String, Object> owner : parse()) {
      if (text(owner, "account").equals(account)) {
        for (Map<String, Object> role : objects(owner.get("roles"))) {
          builder.role(text(role, "role").replaceFirst(".*:role/", ""), of(role));
        }
        for (Map<String, Object> bucket : objects(owner.get("buckets"))) {
          ifAny(bucket.get("policy"), policy -> builder.bucket(text(bucket, "bucket"), policy));
        }
        Object base = owner.get("baseIdentity");
        if (base != null) {
          builder.user(
              text(object(base), "principal").replaceFirst(".*:user/", ""), ofUser(object(base)));
        }
      }
    }
  }

  private static Consumer<RoleBuilder> of(Map<String, Object> role) {
    return builder -> {
      builder.stsByPolicy();
      Object seconds = requireNonNull(role.get("maxSessionDurationSeconds"));
      builder.maxSessionDuration(Duration.ofSeconds(((Double) seconds).longValue()));
      ifAny(role.get("trustPolicy"), builder::trustPolicy);
      ifAny(role.get("permissions"), builder::policy);
    };
  }

  private static Consumer<UserBuilder> ofUser(Map<String, Object> base) {
    return builder -> {
      builder.stsByPolicy();
      ifAny(base.get("permissions"), builder::policy);
    };
  }

  /** A document is set if it has a statement. */
  private static void ifAny(@Nullable Object document, Consumer<String> set) {
    if (document != null && !list(requireNonNull(object(document).get(STATEMENTS))).isEmpty()) {
      set.accept(JsonText.of(document));
    }
  }

  private List<Map<String, Object>> parse() {
    try {
      return objects(object(requireNonNull(JsonParser.parse(json))).get("accounts"));
    } catch (MalformedPolicyException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** Every list of statements, which belongs to what is parsed. */
  private static List<List<Object>> lists(Object value) {
    List<List<Object>> lists = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> member : map.entrySet()) {
        if (member.getKey().equals(STATEMENTS)) {
          lists.add(list(member.getValue()));
        } else if (member.getValue() != null) {
          lists.addAll(lists(member.getValue()));
        }
      }
    } else if (value instanceof List<?> elements) {
      elements.forEach(element -> lists.addAll(lists(element)));
    }
    return lists;
  }

  private static String text(Map<String, Object> object, String name) {
    return (String) requireNonNull(object.get(name), name);
  }

  private static List<Map<String, Object>> objects(@Nullable Object value) {
    List<Map<String, Object>> objects = new ArrayList<>();
    if (value != null) {
      list(value).forEach(element -> objects.add(object(element)));
    }
    return objects;
  }

  @SuppressWarnings("unchecked") // the parser's
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked") // the parser's
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }
}
