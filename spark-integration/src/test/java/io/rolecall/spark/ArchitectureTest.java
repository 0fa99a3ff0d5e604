package io.rolecall.spark;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.rolecall.testing.ProcessRules;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the classes of the Spark plugin may know and take. */
class ArchitectureTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.rolecall.spark");

  /** Where the time comes in: what Spark and spark-submit make, and who compares clocks. */
  private static final Set<String> ENTRANCES =
      Set.of(
          "io.rolecall.spark.RolecallTokenProvider",
          "io.rolecall.spark.selftest.ClockCheck",
          "io.rolecall.spark.selftest.Examination",
          "io.rolecall.spark.traffic.DriverTraffic",
          "io.rolecall.spark.traffic.ExecutorTraffic");

  private static SliceAssignment by(String what, Function<JavaClass, String> slice) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        return SliceIdentifier.of(slice.apply(javaClass));
      }

      @Override
      public String getDescription() {
        return what;
      }
    };
  }

  /** A class and all that is written in it: those of one file may know each other. */
  private static String file(JavaClass javaClass) {
    return javaClass.getName().replaceFirst("\\$.*", "");
  }

  @Test
  void packagesStandInNoCircle() {
    slices()
        .assignedFrom(by("packages", JavaClass::getPackageName))
        .should()
        .beFreeOfCycles()
        .check(ALL);
  }

  @Test
  void classesStandInNoCircleAlsoInTheirPackages() {
    slices()
        .assignedFrom(by("classes by their files", ArchitectureTest::file))
        .should()
        .beFreeOfCycles()
        .check(ALL);
  }

  @Test
  void timeAndChanceAreInjected() {
    ProcessRules.timeAndChance(ENTRANCES).check(ALL);
    assertThat(ProcessRules.users(ALL, ProcessRules.TIME_AND_CHANCE)).isEqualTo(ENTRANCES);
  }

  @Test
  void interruptsAreRestoredInOnePlace() {
    ProcessRules.interrupts(Set.of()).check(ALL);
  }
}
