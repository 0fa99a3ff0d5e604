package io.rolecall.routes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.routes.json.RoutesJson;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/routes.schema.json} says what the reader does. */
class RoutesSchemaTest {

  private static final String ROLE = "'arn:aws:iam::111122223333:role/r'";
  private static final Path DOCS = Path.of("..", "docs");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNode TEXT = read();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(TEXT);

  private static JsonNode read() {
    try {
      return JSON.readTree(DOCS.resolve("routes.schema.json").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean schemaAccepts(String json) throws IOException {
    return SCHEMA.validate(JSON.readTree(json)).isEmpty();
  }

  /** Reads every route, whoever it is for. */
  private static boolean readerAccepts(String json) {
    Configuration conf = new Configuration(false);
    conf.set(RolecallKeys.ROUTES.name(), json);
    try {
      RouteBook book = RouteBook.of(conf);
      book.all();
      book.everyOther();
      return true;
    } catch (ConfigException | InvalidRouteException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("io.rolecall.routes.RoutesDocuments#valid")
  void bothAccept(String document) throws IOException {
    String json = document.replace('\'', '"');
    assertThat(readerAccepts(json)).as("the reader").isTrue();
    assertThat(schemaAccepts(json)).as("the schema").isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.rolecall.routes.RoutesDocuments#invalid")
  void bothRefuse(String document) throws IOException {
    String json = document.replace('\'', '"');
    assertThat(readerAccepts(json)).as("the reader").isFalse();
    assertThat(schemaAccepts(json)).as("the schema").isFalse();
  }

  /** Where they differ, the schema is the stricter: an editor that is content is right. */
  @ParameterizedTest
  @MethodSource("io.rolecall.routes.RoutesDocuments#lenient")
  void theReaderAloneAccepts(String document) throws IOException {
    String json = document.replace('\'', '"');
    assertThat(readerAccepts(json)).as("the reader").isTrue();
    assertThat(schemaAccepts(json)).as("the schema").isFalse();
  }

  @Test
  void theSchemaHasEveryFieldOfTheReaderAndNoOther() {
    assertThat(properties(TEXT)).isEqualTo(fields(RoutesJson.Document.class));
    assertThat(properties(TEXT.at("/definitions/route"))).isEqualTo(fields(RoutesJson.Entry.class));
    assertThat(properties(TEXT.at("/definitions/link"))).isEqualTo(fields(RoutesJson.Link.class));
    Set<String> ofIdentities = new TreeSet<>();
    TEXT.at("/definitions/identity/allOf")
        .forEach(kind -> ofIdentities.addAll(properties(kind.path("then"))));
    assertThat(ofIdentities).isEqualTo(fields(RoutesJson.Identity.class));
  }

  /** A value that each field can have by itself. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("location", "'s3a://bucket'"),
          Map.entry("client", "'events'"),
          Map.entry("role", ROLE),
          Map.entry("roles", "[{'role': " + ROLE + "}]"),
          Map.entry("identity", "'base'"),
          Map.entry("by", "'chain'"),
          Map.entry("users", "['alice']"),
          Map.entry("groups", "['analysts']"),
          Map.entry("externalId", "'x1'"),
          Map.entry("duration", "'1h'"),
          Map.entry("sessionName", "'n'"),
          Map.entry("policy", "{}"),
          Map.entry("allowed", "'.*'"),
          Map.entry("scope", "'read'"),
          Map.entry("kmsKeys", "['arn:aws:kms:eu-west-1:111122223333:key/k1']"),
          Map.entry("tags", "{'team': 'a'}"),
          Map.entry("sourceIdentity", "'s'"),
          Map.entry("region", "'eu-west-1'"),
          Map.entry("stsEndpoint", "'https://sts'"),
          Map.entry("endpoint", "'http://169.254.169.254'"),
          Map.entry("profile", "'p'"),
          Map.entry("file", "'/f'"),
          Map.entry("tokenFile", "'/t'"),
          Map.entry("provider", "'arn'"),
          Map.entry("assertionFile", "'/a'"),
          Map.entry("assertionCommand", "['c']"),
          Map.entry("assertionTimeout", "'5s'"));

  private static Map<String, String> values(String... names) {
    Map<String, String> values = new TreeMap<>();
    for (String name : names) {
      values.put(name, requireNonNull(VALUES.get(name), name));
    }
    return values;
  }

  private static String object(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> "'" + field.getKey() + "': " + field.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Each kind of route, with each other field of a route beside it. */
  static Stream<String> routesWithOneMoreField() {
    return Stream.of(
            values("location", "role"),
            values("location", "roles"),
            values("location", "identity"),
            Map.of("location", "'s3a://*'", "identity", "'anonymous'"),
            values("client", "role"))
        .flatMap(route -> oneMore(route, RoutesJson.Entry.class))
        .map(route -> "{'version': 1, 'routes': [" + route + "]}");
  }

  /** Each kind of identity, with each other field of an identity beside it, used and not. */
  static Stream<String> identitiesWithOneMoreField() {
    return Stream.of(
            Map.of("kind", "'keys'"),
            Map.of("kind", "'environment'"),
            Map.of("kind", "'chain'"),
            Map.of("kind", "'container'"),
            Map.of("kind", "'instance-profile'"),
            Map.of("kind", "'profile'", "profile", "'p'"),
            Map.of("kind", "'properties'", "file", "'/f'"),
            Map.of("kind", "'web-identity'", "tokenFile", "'/t'"),
            Map.of("kind", "'saml'", "assertionFile", "'/a'"),
            Map.of("kind", "'saml'", "assertionCommand", "['c']"))
        .flatMap(identity -> oneMore(identity, RoutesJson.Identity.class))
        .flatMap(
            identity ->
                Stream.of("own", "chain")
                    .map(
                        by ->
                            "{'version': 1, 'identities': {'own': "
                                + identity
                                + "}, 'routes': [{'location': 's3a://bucket', 'role': "
                                + ROLE
                                + ", 'by': '"
                                + by
                                + "'}]}"));
  }

  private static Stream<String> oneMore(Map<String, String> object, Class<? extends Record> type) {
    return fields(type).stream()
        .filter(field -> !object.containsKey(field))
        .map(
            field -> {
              Map<String, String> more = new TreeMap<>(object);
              more.putAll(values(field));
              return object(more);
            });
  }

  @ParameterizedTest
  @MethodSource({"routesWithOneMoreField", "identitiesWithOneMoreField"})
  void bothAgreeWhetherAFieldBelongs(String document) throws IOException {
    String json = document.replace('\'', '"');
    assertThat(readerAccepts(json)).as("the reader").isEqualTo(schemaAccepts(json));
  }

  /** At each place of a document that says everything, a value of each other type. */
  @Test
  void bothAgreeWhatTypeAValueHas() throws IOException {
    JsonNode document = JSON.readTree(NullsInRoutesTest.EVERYTHING);
    List<String> disagree = new ArrayList<>();
    int both = 0;
    for (String place : NullsInRoutesTest.places("", document)) {
      for (String value :
          List.of("true", "1", "1.5", "''", "' '", "'x'", "[]", "['x']", "{}", "{'x': 'y'}")) {
        String json =
            NullsInRoutesTest.with(document, place, JSON.readTree(value.replace('\'', '"')));
        boolean reader = readerAccepts(json);
        boolean schema = schemaAccepts(json);
        both += reader && schema ? 1 : 0;
        boolean needsTheWhole =
            (value.equals("'x'") && place.matches(".*/(by|identity)"))
                || (value.equals("{}") && place.equals("/identities"));
        boolean numberForText = value.startsWith("1") && reader;
        if (reader != schema && !needsTheWhole && !numberForText) {
          disagree.add(place + " = " + value + ": reader " + reader + ", schema " + schema);
        }
      }
    }
    assertThat(disagree).isEmpty();
    assertThat(both).isGreaterThan(40);
  }

  @Test
  void theDocumentationsExamplesAreValid() throws IOException {
    assertThat(SCHEMA.validate(JSON.readTree(ConfigurationReference.EXAMPLE))).isEmpty();
    List<String> examples = new ArrayList<>();
    try (Stream<Path> pages = Files.walk(DOCS)) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        examples.addAll(examples(page));
      }
    }
    examples.addAll(examples(Path.of("..", "README.md")));
    assertThat(examples).hasSizeGreaterThan(4);
    for (String example : examples) {
      assertThat(SCHEMA.validate(JSON.readTree(example))).as(example).isEmpty();
      assertThat(readerAccepts(example)).as(example).isTrue();
    }
  }

  private static List<String> examples(Path page) throws IOException {
    return Pattern.compile("(?ms)^```json[^\\n]*\\n(.*?)^```$")
        .matcher(Files.readString(page))
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains("\"version\""))
        .toList();
  }

  private static Set<String> properties(JsonNode schema) {
    Set<String> names = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> fields(Class<? extends Record> type) {
    return new TreeSet<>(
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }
}
