package io.rolecall.spark;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The packages and the classes of the Spark plugin stand in no circle. */
class ArchitectureTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.rolecall.spark");

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
}
