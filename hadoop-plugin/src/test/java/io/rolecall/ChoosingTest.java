package io.rolecall;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import io.rolecall.config.RolecallConfig;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import io.rolecall.sts.StsClients;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Who may choose routes, identities and clients. */
class ChoosingTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.rolecall");

  /**
   * The doctor's word is the job's only if the same code chooses: what a job signs with comes from
   * {@code TrialJob}, what is routed from {@code RouteBook}.
   */
  @Test
  void commandsAndChecksChooseByTheJobsCodeAlone() {
    choosing(noClasses().that().resideInAnyPackage("io.rolecall.cli..", "io.rolecall.doctor.."))
        .check(ALL);
  }

  private static ArchRule choosing(GivenClassesConjunction commands) {
    return commands
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "io.rolecall.identity..",
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
}
