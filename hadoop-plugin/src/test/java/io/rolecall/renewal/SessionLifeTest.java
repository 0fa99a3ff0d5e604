package io.rolecall.renewal;

import static io.rolecall.renewal.SessionLife.Stage.NONE;
import static io.rolecall.renewal.SessionLife.Stage.UNUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.renewal.SessionLife.Stage;
import io.rolecall.session.Session;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a session, and who may have it when. */
class SessionLifeTest {

  private static final Session SESSION = Samples.session(1, FakeClock.START);

  private static SessionLife at(Stage stage) {
    return new SessionLife(stage, stage == NONE ? null : SESSION);
  }

  @ParameterizedTest
  @CsvSource({
    // stage, when it is used, when it is due, when it has rested for long, when there is none newer
    "NONE,    NONE,  NONE,    NONE,   NONE",
    "UNUSED,  USED,  RESTING, UNUSED, UNUSED",
    "USED,    USED,  USED,    USED,   USED",
    "RESTING, WOKEN, RESTING, SPARE,  UNUSED",
    "SPARE,   WOKEN, SPARE,   SPARE,  UNUSED",
    "WOKEN,   WOKEN, WOKEN,   WOKEN,  USED",
  })
  void goesOn(Stage stage, Stage used, Stage due, Stage late, Stage kept) {
    assertThat(at(stage).used()).isEqualTo(at(used));
    assertThat(at(stage).due()).isEqualTo(at(due));
    assertThat(at(stage).late()).isEqualTo(at(late));
    assertThat(at(stage).kept()).isEqualTo(at(kept));
  }

  @ParameterizedTest
  @CsvSource({
    // stage, may be signed with at once, waits for its first user, rests, is worth a wait for a
    // newer
    // one, a newer one is better
    "NONE,    false, false, false, false, false",
    "UNUSED,  false, true,  false, false, false",
    "USED,    true,  false, false, false, false",
    "RESTING, false, false, true,  false, true",
    "SPARE,   false, false, true,  true,  true",
    "WOKEN,   true,  false, false, false, true",
  })
  void says(
      Stage stage, boolean inUse, boolean unused, boolean resting, boolean spare, boolean due) {
    assertThat(at(stage).inUse()).isEqualTo(inUse ? SESSION : null);
    assertThat(at(stage).isUnused()).isEqualTo(unused);
    assertThat(at(stage).isResting()).isEqualTo(resting);
    assertThat(at(stage).isSpare()).isEqualTo(spare);
    assertThat(at(stage).isDue()).isEqualTo(due);
  }

  /** Every request passes here: no garbage where nothing changes. */
  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"NONE", "USED", "WOKEN"})
  void isItselfWhereUseChangesNothing(Stage stage) {
    SessionLife life = at(stage);
    assertThat(life.used()).isSameAs(life);
  }

  @Test
  void beginsUnused() {
    assertThat(SessionLife.of(SESSION)).isEqualTo(at(UNUSED));
    assertThat(SessionLife.NONE).isEqualTo(at(NONE));
  }

  @Test
  void hasASessionInAllStagesButOne() {
    assertThatThrownBy(() -> new SessionLife(NONE, SESSION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("NONE with the session " + SESSION);
    assertThatThrownBy(() -> new SessionLife(UNUSED, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("UNUSED with the session null");
  }
}
