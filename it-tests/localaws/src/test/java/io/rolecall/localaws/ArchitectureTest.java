package io.rolecall.localaws;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of LocalAws stand in no circle, and only the whole knows all of them. */
final class ArchitectureTest {

  private static final String ROOT = "io.rolecall.localaws";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

  @Test
  void noPackagesStandInACircle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** A class and all that is written in it: those of one file may know each other. */
  private static final SliceAssignment BY_FILE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          return SliceIdentifier.of(javaClass.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
          return "classes by their files";
        }
      };

  /** A sealed type names those that it permits, and they name it: that is what it is. */
  @Test
  void noClassesStandInACircleAlsoInTheirPackages() {
    slices()
        .assignedFrom(BY_FILE)
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            describe("a sealed type, with what is written in it", ArchitectureTest::isOfSealedType),
            describe("one that it permits", ArchitectureTest::isPermitted))
        .check(CLASSES);
  }

  private static boolean isOfSealedType(JavaClass java) {
    return java.getPackageName().startsWith(ROOT)
        && Stream.<Class<?>>iterate(java.reflect(), Objects::nonNull, Class::getEnclosingClass)
            .anyMatch(Class::isSealed);
  }

  private static boolean isPermitted(JavaClass permitted) {
    return Stream.of(permitted.reflect().getInterfaces()).anyMatch(Class::isSealed);
  }

  @Test
  void noPackageKnowsTheWhole() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void theJdkIsEnough() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            ROOT + "..", "java..", "javax..", "org.w3c.dom..", "org.xml.sax..", "org.jspecify..")
        .check(CLASSES);
  }
}
