package io.rolecall;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.UnsignedRequests;
import io.rolecall.route.Access;
import io.rolecall.route.Federation;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.OwnCredentials;
import io.rolecall.route.Place;
import io.rolecall.route.S3Location;
import io.rolecall.testing.ProcessRules;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

  static Set<String> packages() {
    return Packages.names();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsNothingElse(String name) {
    String[] allowed =
        Stream.concat(
                Stream.of(Packages.full(name), "java..", "org.jspecify.annotations.."),
                Packages.imports(name).stream()
                    .map(other -> other.endsWith("..") ? other : Packages.full(other)))
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(Packages.full(name))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(ALL);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void nothingIsAllowedThatNobodyNeeds(String name) {
    Set<String> imported =
        ALL.stream()
            .filter(ours -> ours.getPackageName().equals(Packages.full(name)))
            .flatMap(ours -> ours.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getPackageName())
            .collect(Collectors.toSet());
    assertThat(Packages.ours(name))
        .allSatisfy(other -> assertThat(imported).contains(Packages.full(other)));
  }

  @Test
  void packagesStandAboveThoseThatTheyImport() {
    List<String> below = new ArrayList<>();
    for (String name : Packages.names()) {
      assertThat(below).describedAs("below %s", name).containsAll(Packages.ours(name));
      below.add(name);
    }
  }

  @Test
  void nothingButTheDoctorImportsTheFileSystem() {
    noClasses()
        .that()
        .resideOutsideOfPackages(Packages.full("s3a"), Packages.full("doctor") + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(Packages.full("s3a"))
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.rolecall.(**)").should().beFreeOfCycles().check(ALL);
  }

  /**
   * A class and all that is written in it: those of one file may know each other. So may a sealed
   * type and the kinds that it permits, wherever they are written: a kind that is matched names
   * what each of the others means.
   */
  private static final SliceAssignment BY_FILE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          return SliceIdentifier.of(
              isOurs(javaClass)
                  ? family(javaClass.reflect()).getName()
                  : javaClass.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
          return "classes by their files";
        }

        private static Class<?> family(Class<?> member) {
          Class<?> outermost = member;
          while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
          }
          Class<?> itself = outermost;
          return sealedAbove(itself).<Class<?>>map(above -> family(above)).orElse(itself);
        }
      };

  private static boolean isOurs(JavaClass java) {
    return java.getPackageName().startsWith("io.rolecall");
  }

  /** A sealed type that permits this one. */
  private static Optional<Class<?>> sealedAbove(Class<?> type) {
    return Stream.<Class<?>>concat(
            Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
        .filter(Class::isSealed)
        .findFirst();
  }

  /** A sealed type names those that it permits, and they name it: that is what it is. */
  private static SliceRule noCircles(JavaClasses all) {
    SliceRule rule = slices().assignedFrom(BY_FILE).should().beFreeOfCycles();
    for (JavaClass java : all) {
      if (isOurs(java) && java.reflect().isSealed()) {
        rule =
            rule.ignoreDependency(
                describe(java.getSimpleName(), other -> other.equals(java)),
                describe("a kind of it", other -> isOurs(other) && isPermitted(other, java)));
      }
    }
    return rule;
  }

  private static boolean isPermitted(JavaClass kind, JavaClass above) {
    return sealedAbove(kind.reflect()).filter(above.reflect()::equals).isPresent();
  }

  @Test
  void classesHaveNoCirclesAlsoInTheirPackages() {
    noCircles(ALL).check(ALL);
  }

  @Test
  void classesHaveNoCirclesOrTheRuleFails() {
    JavaClasses circles = new ClassFileImporter().importPackages("io.rolecall.testing.circle");
    assertThat(noCircles(circles).evaluate(circles).getFailureReport().getDetails())
        .as("one of plain classes, and one by a kind of another sealed type")
        .hasSize(2)
        .anyMatch(
            circle ->
                circle.startsWith("Cycle detected: Slice io.rolecall.testing.circle.Egg -> ")
                    && circle.contains("Slice io.rolecall.testing.circle.Hen -> "))
        .anyMatch(
            circle ->
                circle.startsWith("Cycle detected: Slice io.rolecall.testing.circle.Bird -> ")
                    && circle.contains("Slice io.rolecall.testing.circle.Nest -> "));
  }

  /** Where the time and the chance of the JVM come in. */
  private static final Set<String> ENTRANCES =
      Set.of(
          // What Hadoop, Spark and the command make, and where sessions get what they live by.
          "io.rolecall.cli.options.CommandContext",
          "io.rolecall.job.OwnerSessions",
          "io.rolecall.job.SessionIssuer",
          "io.rolecall.renewal.SessionEnvironment",
          "io.rolecall.s3a.RolecallFileSystem",
          "io.rolecall.supply.sessions.ExecutorSessions",
          "io.rolecall.supply.tokens.TokenSupply",
          // The age of files, by the clock that the machine gives them their times by.
          "io.rolecall.handoff.PrivateFolder",
          "io.rolecall.supply.run.RunFolder",
          "io.rolecall.supply.tokens.TokenFileWriter");

  @Test
  void timeAndChanceAreInjected() {
    ProcessRules.timeAndChance(ENTRANCES).check(ALL);
    assertThat(ProcessRules.users(ALL, ProcessRules.TIME_AND_CHANCE))
        .as("who needs to be an entrance")
        .isEqualTo(ENTRANCES);
  }

  /** What the rule above is for: some ways to the time, some to chance. */
  private static final class Guesses {

    static Instant time() {
      return Instant.now();
    }

    static Supplier<Instant> later() {
      return Instant::now;
    }

    static LocalDate today() {
      return LocalDate.now(ZoneOffset.UTC);
    }

    static Clock clock() {
      return Clock.tickSeconds(ZoneOffset.UTC);
    }

    static Date date() {
      return new Date();
    }

    static int chance() {
      return new Random().nextInt() + new SplittableRandom().nextInt();
    }
  }

  @Test
  void timeAndChanceAreInjectedOrTheRuleFails() {
    JavaClasses guesses = new ClassFileImporter().importClasses(Guesses.class);
    assertThat(
            ProcessRules.timeAndChance(ENTRANCES).evaluate(guesses).getFailureReport().getDetails())
        .hasSize(7);
  }

  /** They end the waits of threads of their own. */
  private static final Set<String> ENDERS =
      Set.of(
          "io.rolecall.process.InterruptFlag",
          "io.rolecall.supply.end.KeepEnd",
          "io.rolecall.supply.run.SuppliedCommand",
          "io.rolecall.supply.run.SuppliedSessions");

  @Test
  void interruptsAreRestoredInOnePlace() {
    ProcessRules.interrupts(ENDERS).check(ALL);
    assertThat(ProcessRules.users(ALL, ProcessRules.INTERRUPTS)).isEqualTo(ENDERS);
  }

  /** What the rule above is for: the usual idiom, and the same by a thread's own kind. */
  private static final class Restores {

    static void flag() {
      Thread.currentThread().interrupt();
    }

    static Runnable of(ForkJoinWorkerThread worker) {
      return worker::interrupt;
    }
  }

  @Test
  void interruptsAreRestoredInOnePlaceOrTheRuleFails() {
    JavaClasses restores = new ClassFileImporter().importClasses(Restores.class);
    assertThat(ProcessRules.interrupts(ENDERS).evaluate(restores).getFailureReport().getDetails())
        .hasSize(2);
  }

  @Test
  void everyPackageHasItsRule() {
    assertThat(ALL.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(packages().stream().map(Packages::full).toList());
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
  void nobodyAsksWhichKindAValueIs() {
    classes().should(new UnaskedKinds()).check(ALL);
  }

  /** What the rule above is for; one of each way to ask. */
  private static final class Asks {

    static String of(IdentitySource source) {
      if (source instanceof Federation) {
        return "a subtype that is sealed itself";
      }
      return source instanceof OwnCredentials.Profile profile ? profile.name() : "";
    }

    static boolean inALambda(Stream<Access> accesses) {
      return accesses.anyMatch(access -> access instanceof Access.Role);
    }

    static boolean kindOfAnInterface(RouteCredentials credentials) {
      return credentials instanceof UnsignedRequests;
    }

    static boolean kindOfAPlace(Place place) {
      return place instanceof S3Location;
    }

    static boolean sealedItself(Object value) {
      return value instanceof Access;
    }
  }

  @Test
  void nobodyAsksWhichKindAValueIsOrTheRuleFails() {
    JavaClasses asks = new ClassFileImporter().importClasses(Asks.class);
    EvaluationResult result = classes().should(new UnaskedKinds()).evaluate(asks);
    assertThat(result.getFailureReport().getDetails())
        .extracting(detail -> detail.replaceAll("^.*Asks\\.| \\(.*", ""))
        .containsExactlyInAnyOrder(
            "of(io.rolecall.route.IdentitySource) asks whether a value is a"
                + " io.rolecall.route.Federation",
            "of(io.rolecall.route.IdentitySource) asks whether a value is a"
                + " io.rolecall.route.OwnCredentials$Profile",
            "inALambda(java.util.stream.Stream) asks whether a value is a"
                + " io.rolecall.route.Access$Role",
            "kindOfAnInterface(io.rolecall.credentials.RouteCredentials) asks whether a value is a"
                + " io.rolecall.credentials.UnsignedRequests",
            "kindOfAPlace(io.rolecall.route.Place) asks whether a value is a"
                + " io.rolecall.route.S3Location");
  }
}
