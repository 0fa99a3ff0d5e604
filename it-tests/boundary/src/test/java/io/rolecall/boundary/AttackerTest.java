package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.AttackedApplication.Scene;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One attacker, each row of the table. */
@ExtendWith(AttackedApplication.class)
abstract class AttackerTest {

  abstract Attacker attacker(Application application);

  static List<Attack> attacks() {
    return AttackTable.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void gainsNothing(Attack attack, Scene scene) throws IOException {
    Attacker attacker = attacker(scene.application());
    try (Stage stage = new Stage(scene.accounts(), attack, scene.application().scratch())) {
      Outcome outcome = Outcome.of(() -> attacker.read(stage.location(), stage.settings()));
      stage.assertNothingHappened(outcome);
      stage.assertAnswer(outcome, scene.application().launch());
      scene.neighbour().reads("s3a://" + stage.bucket() + "/honest.txt");
      stage.assertNothingHappened(outcome);
    }
    scene.neighbour().assertContent();
  }

  @AfterAll
  static void nothingComesLateAndTheNeighbourGoesOn(Scene scene) {
    assertThat(scene.accounts().aws().log().entries())
        .as("requests with a role, or for a bucket, that nobody declared")
        .filteredOn(Accounts::isOfTheVault)
        .isEmpty();
    scene.neighbour().goesOn();
  }
}
