package io.rolecall;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RouteBook;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.sts.StsClients;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
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
              "doctor",
              "route",
              "session",
              "config",
              "sts",
              "delegation",
              "s3a",
              AWS,
              HADOOP,
              JACKSON),
          entry("cli.options", "config", "doctor", "route", "handoff", HADOOP, JACKSON, PICOCLI),
          entry(
              "cli",
              "route",
              "session",
              "config",
              "sts",
              "delegation",
              "handoff",
              "mappings",
              "doctor",
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
            .map(other -> other.endsWith("..") ? other : ours(other));
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
  void nothingButTheDoctorImportsTheFileSystem() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ours("s3a"), ours("doctor"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ours("s3a"))
        .check(ALL);
  }

  /**
   * The doctor's word is the job's only if the same code chooses: what a job signs with comes from
   * {@code TrialJob}, what is routed from {@code RouteBook}.
   */
  @Test
  void commandsAndChecksChooseByTheJobsCodeAlone() {
    choosing(noClasses().that().resideInAnyPackage(ours("cli"), ours("doctor"))).check(ALL);
  }

  private static ArchRule choosing(GivenClassesConjunction commands) {
    return commands
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    ours("identity"),
                    "software.amazon.awssdk.auth..",
                    "software.amazon.awssdk.identity..",
                    "software.amazon.awssdk.profiles..",
                    "software.amazon.awssdk.services..")
                .or(type(StsClients.class)))
        .orShould()
        .callCodeUnitWhere(
            target(owner(nameMatching("io.rolecall.route.(Access|IdentitySource).*")))
                .and(target(name("<init>"))))
        .orShould()
        .callCodeUnitWhere(
            target(owner(type(Route.class).or(type(RouteTable.class))))
                .and(target(nameMatching("<init>|of|ofPrefixes"))))
        .orShould()
        .callMethodWhere(target(owner(type(RolecallConfig.class))).and(target(name("of"))))
        .because("they would choose otherwise than the job does");
  }

  /** What the rule above is for. */
  private static final class Chooses {

    static Route aRoute(S3Location location) {
      return new Route(location, new Access.Base());
    }

    static BaseIdentity anIdentity(RouteBook book) {
      return BaseIdentity.of(book);
    }

    static StsClients clients() {
      return new StsClients();
    }

    static RolecallConfig aBucket(Configuration conf) {
      return RolecallConfig.of(conf, "b1");
    }
  }

  @Test
  void commandsAndChecksChooseByTheJobsCodeAloneOrTheRuleFails() {
    JavaClasses chooses = new ClassFileImporter().importClasses(Chooses.class);
    EvaluationResult result =
        choosing(noClasses().that().haveSimpleName("Chooses")).evaluate(chooses);
    assertThat(result.getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains("Chooses.aRoute(") && detail.contains("Route.<init>"))
        .anyMatch(detail -> detail.contains("Chooses.aRoute(") && detail.contains("Base.<init>"))
        .anyMatch(detail -> detail.contains("Chooses.anIdentity("))
        .anyMatch(detail -> detail.contains("Chooses.clients("))
        .anyMatch(detail -> detail.contains("Chooses.aBucket("));
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
