package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import io.rolecall.routes.json.RoutesJson;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void thePageIsUpToDate() throws IOException {
    String page = ConfigurationReference.markdown();
    if (Boolean.getBoolean("rolecall.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .describedAs(
            "docs/configuration.md is stale. Run mvn -q -pl hadoop-plugin test"
                + " -Dtest=ConfigurationReferenceTest -Drolecall.docs.write=true and commit it")
        .hasContent(page);
  }

  @Test
  void everyKeyHasItsRow() {
    assertThat(RolecallKeys.all())
        .allSatisfy(
            key ->
                assertThat(ConfigurationReference.markdown())
                    .contains("| `" + key.name() + "` | " + key.type() + " | "));
  }

  /** Names in the code that are no Hadoop keys: Spark's, a catalog's, and the JVM's. */
  private static final Pattern OTHER =
      Pattern.compile(
          "\"(spark\\.rolecall\\.[a-z.]+|rolecall\\.(?:catalog|declaration)|client\\.credentials-provider"
              + "\\.[a-z]+)[^a-z.]");

  @Test
  void everyOtherNameOfTheCodeIsExplained() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("hadoop-plugin", "spark-integration")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          OTHER
              .matcher(Files.readString(file))
              .results()
              .forEach(found -> names.add(found.group(1)));
        }
      }
    }
    assertThat(names).contains("spark.rolecall.channel.unprotected", "rolecall.declaration");
    assertThat(names)
        .allSatisfy(
            name ->
                assertThat(ConfigurationReference.OTHERS)
                    .anyMatch(other -> other.name().contains(name)));
  }

  @Test
  void everyFieldOfTheJsonIsExplained() {
    List<String> fields = new ArrayList<>();
    addFields(fields, RoutesJson.Document.class, "");
    addFields(fields, RoutesJson.Identity.class, "identities{}.");
    addFields(fields, RoutesJson.Entry.class, "routes[].");
    addFields(fields, RoutesJson.Link.class, "routes[].roles[].");
    assertThat(ConfigurationReference.fields().keySet())
        .containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void theExampleUsesEveryField() {
    assertThat(ConfigurationReference.fields().keySet())
        .allSatisfy(
            field ->
                assertThat(ConfigurationReference.EXAMPLE)
                    .contains('"' + field.substring(field.lastIndexOf('.') + 1) + "\":"));
  }

  @Test
  void theExampleCanBeUsed() {
    Configuration conf = new Configuration(false);
    conf.set(RolecallKeys.ROUTES.name(), ConfigurationReference.EXAMPLE);
    assertThat(RouteBook.of(conf).buckets())
        .containsExactly(
            "desk-drafts", "group-lake", "group-orders", "own-scratch", "partner-data");
    assertThat(
            RouteBook.of(conf).of("partner-data", HadoopUser.current()).routes().find("exports/f"))
        .isNotNull();
    assertThat(RouteBook.of(conf).of("group-lake", HadoopUser.current()).routes().whole())
        .asString()
        .isEqualTo(
            "s3a://group-lake -> arn:aws:iam::777788889999:role/lake-writer <-"
                + " arn:aws:iam::444455556666:role/hub");
    assertThat(RouteBook.of(conf).of("own-scratch", HadoopUser.current()).routes().whole())
        .extracting(Route::access)
        .isEqualTo(new Access.Base());
  }

  private static void addFields(List<String> fields, Class<? extends Record> type, String path) {
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(path + component.getName());
    }
  }
}
