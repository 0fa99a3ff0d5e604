package io.rolecall.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.renewal.SessionLife.Stage;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The picture of a session's life in {@code docs/pictures.md} shows its transitions. */
class SessionPictureTest {

  private static final List<UnaryOperator<SessionLife>> TRANSITIONS =
      List.of(SessionLife::used, SessionLife::due, SessionLife::late, SessionLife::kept);

  /** What a rotation does to a session: the next one in its place, or none. */
  private static final Set<String> ROTATION =
      Set.of(
          "none --> unused",
          "used --> unused",
          "woken --> unused",
          "used --> none",
          "woken --> none",
          "resting --> none",
          "spare --> none");

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void theArrowsAreTheTransitions() throws IOException {
    Set<String> arrows = new TreeSet<>(ROTATION);
    for (Stage stage : Stage.values()) {
      SessionLife life =
          new SessionLife(stage, stage == Stage.NONE ? null : Samples.session(1, FakeClock.START));
      for (UnaryOperator<SessionLife> transition : TRANSITIONS) {
        Stage next = transition.apply(life).stage();
        if (next != stage) {
          arrows.add(name(stage) + " --> " + name(next));
        }
      }
    }
    Set<String> drawn =
        Pattern.compile("(?m)^ +(\\w+ --> \\w+):")
            .matcher(Files.readString(Path.of("..", "docs", "pictures.md")))
            .results()
            .map(arrow -> arrow.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(drawn).isEqualTo(arrows);
  }
}
