package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.InvalidRouteException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/routes.schema.json} says what the reader does. */
class RoutesSchemaTest {

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
