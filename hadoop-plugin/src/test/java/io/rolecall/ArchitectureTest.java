package io.rolecall;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom. */
class ArchitectureTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.rolecall");

  private static final String AWS = "software.amazon.awssdk..";
  private static final String AWS_V1 = "com.amazonaws..";
  private static final String DATABRICKS = "com.databricks.sdk..";
  private static final String HADOOP = "org.apache.hadoop..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String SLF4J = "org.slf4j..";
  private static final String JMX = "javax.management..";
  private static final String XML = "javax.xml.stream..";
  private static final String PICOCLI = "picocli..";

  /** What each package may import besides itself and the JDK; a bare word is one of ours. */
  private static final Map<String, List<String>> IMPORTS =
      Map.ofEntries(
          entry("logging", "org.apache.logging.log4j..", "org.apache.log4j..", SLF4J),
          entry("route"),
          entry("session", "route", SLF4J),
          entry("config", "route", "session", HADOOP, JACKSON, SLF4J),
          entry(
              "identity",
              "route",
              "session",
              "config",
              AWS,
              "javax.xml..",
              "org.w3c.dom..",
              "org.xml.sax.."),
          entry("sts", "logging", "route", "session", "config", "identity", AWS, SLF4J),
          entry("metrics", "session", HADOOP, JMX),
          entry("declaration", "config", HADOOP, SLF4J),
          entry(
              "delegation",
              "logging",
              "route",
              "session",
              "config",
              "declaration",
              "identity",
              "sts",
              "metrics",
              AWS,
              HADOOP,
              SLF4J),
          entry(
              "s3a",
              "route",
              "session",
              "config",
              "declaration",
              "identity",
              "sts",
              "delegation",
              AWS,
              HADOOP,
              SLF4J,
              XML),
          entry("emrfs", "route", "config", "delegation", AWS, AWS_V1, HADOOP),
          entry(
              "handoff",
              "logging",
              "route",
              "session",
              "config",
              "identity",
              "sts",
              AWS,
              DATABRICKS,
              HADOOP,
              JACKSON,
              XML),
          entry("mappings", "route", JACKSON),
          entry(
              "cli",
              "route",
              "session",
              "config",
              "identity",
              "sts",
              "delegation",
              "s3a",
              "handoff",
              "mappings",
              AWS,
              HADOOP,
              JACKSON,
              PICOCLI));

  private static Map.Entry<String, List<String>> entry(String name, String... imports) {
    return Map.entry(name, List.of(imports));
  }

  static Set<String> packages() {
    return IMPORTS.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsNothingElse(String name) {
    Stream<String> others =
        requireNonNull(IMPORTS.get(name)).stream()
            .map(other -> other.contains(".") ? other : ours(other));
    String[] allowed =
        Stream.concat(Stream.of(ours(name), "java..", "org.jspecify.annotations.."), others)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ours(name))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(ALL);
  }

  @Test
  void nothingButTheCommandImportsTheFileSystem() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ours("s3a"), ours("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ours("s3a"))
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.rolecall.(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void everyPackageHasItsRule() {
    assertThat(ALL.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            packages().stream().map(name -> "io.rolecall." + name).toList());
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(ALL.stream().map(JavaClass::getPackage).distinct())
        .isNotEmpty()
        .allSatisfy(
            inPackage ->
                assertThat(inPackage.isAnnotatedWith(NullMarked.class))
                    .describedAs("%s has @NullMarked", inPackage.getName())
                    .isTrue());
  }

  @Test
  void sealedTypesAreMatched() {
    classes().should(new MatchedSumTypes()).check(ALL);
  }

  /** What the rule above is for; one of each way to ask. */
  private static final class Asks {

    static String of(IdentitySource source) {
      if (source instanceof IdentitySource.Federation) {
        return "a subtype that is sealed itself";
      }
      return source instanceof IdentitySource.Profile profile ? profile.name() : "";
    }

    static boolean inALambda(Stream<Access> accesses) {
      return accesses.anyMatch(access -> access instanceof Access.Role);
    }

    static boolean sealedItself(Object value) {
      return value instanceof Access;
    }
  }

  @Test
  void sealedTypesAreMatchedOrTheRuleFails() {
    JavaClasses asks = new ClassFileImporter().importClasses(Asks.class);
    EvaluationResult result = classes().should(new MatchedSumTypes()).evaluate(asks);
    assertThat(result.getFailureReport().getDetails())
        .extracting(detail -> detail.replaceAll("^.*Asks\\.| \\(.*", ""))
        .containsExactlyInAnyOrder(
            "of(io.rolecall.route.IdentitySource) asks whether a value is a"
                + " io.rolecall.route.IdentitySource$Federation",
            "of(io.rolecall.route.IdentitySource) asks whether a value is a"
                + " io.rolecall.route.IdentitySource$Profile",
            "inALambda(java.util.stream.Stream) asks whether a value is a"
                + " io.rolecall.route.Access$Role");
  }

  private static String ours(String name) {
    return "io.rolecall." + name + "..";
  }
}
