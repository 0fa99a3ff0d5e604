package io.rolecall.localaws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** LocalAws puts its packages together, none of which knows it or stands in a circle. */
@AnalyzeClasses(packages = "io.rolecall.localaws", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String ROOT = "io.rolecall.localaws";

  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles().allowEmptyShould(false);

  @ArchTest
  static final ArchRule NOTHING_BELOW_KNOWS_THE_WHOLE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT);

  @ArchTest
  static final ArchRule THE_JDK_IS_ENOUGH =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              ROOT + "..", "java..", "javax..", "org.w3c..", "org.xml..", "org.jspecify..");

  private ArchitectureTest() {}
}
