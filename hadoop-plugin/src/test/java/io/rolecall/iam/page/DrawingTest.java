package io.rolecall.iam.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.iam.Reach;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import io.rolecall.route.Scope;
import io.rolecall.route.ScopedLocation;
import io.rolecall.route.SessionTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of routes that a seed draws: whatever there is, boxes and arrows do not meet. */
class DrawingTest {

  private static final Pattern BOX =
      Pattern.compile(
          "<svg class=\"(?:identity|role|place)\" x=\"(\\d+)\" y=\"(\\d+)\" width=\"(\\d+)\""
              + " height=\"(\\d+)\">");
  private static final Pattern ARROW =
      Pattern.compile("<path class=\"[^\"]*\" d=\"(M[^\"]*H[^\"]*)\"/>");
  private static final Pattern STEP = Pattern.compile("([MHVQ])([\\d. -]+)");

  private static final SessionTerms TERMS =
      new SessionTerms(
          Duration.ofHours(1), "{job}", Optional.empty(), Map.of("job", "{job}"), Optional.empty());

  /** A box, or a line of an arrow. */
  private record Area(int left, int top, int right, int bottom) {

    boolean meets(Area other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    /** Without its border, at which arrows begin and end. */
    Area inside() {
      return new Area(left + 1, top + 1, right - 1, bottom - 1);
    }
  }

  private static RoleArn role(Random random) {
    int number = random.nextInt(8);
    return RoleArn.parse(
        "arn:aws:iam::" + "123".charAt(number % 3) + "11111111111:role/r" + number);
  }

  private static ShownRoute route(Random random) {
    List<Reach.Step> steps = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      RoleArn next = role(random);
      if (steps.stream().noneMatch(step -> step.role().equals(next))) {
        steps.add(new Reach.Step(next, random.nextBoolean(), TERMS));
      }
    }
    String prefix = "p".repeat(1 + random.nextInt(80)) + random.nextInt(4);
    S3Location location = new S3Location("lake" + random.nextInt(3), prefix);
    String account = (1 + random.nextInt(2)) + "11111111111";
    Reach.Identity start =
        new Reach.Identity("arn:aws:iam::" + account + ":user/me", account, "base identity");
    boolean signed = !steps.isEmpty() || random.nextBoolean();
    return new ShownRoute(
        new Reach(
            location.toString(),
            Optional.of(new ScopedLocation(location, Scope.READ, Set.of())),
            random.nextBoolean(),
            signed ? Optional.of(start) : Optional.empty(),
            steps,
            random.nextInt(4) == 0 ? Optional.of("444444444444") : Optional.empty()),
        random.nextBoolean() ? List.of() : List.of("alice"),
        List.of(),
        List.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 12, 30, 100})
  void boxesAndArrowsDoNotMeet(int size) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      List<ShownRoute> routes = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        routes.add(route(random));
      }
      Picture picture = Picture.of(routes, List.of());
      Markup page = new Markup();
      Drawing.draw(page, picture, "");
      String svg = page.page();
      List<Area> boxes = boxes(svg);
      assertThat(boxes).hasSize(picture.boxes().size());
      for (Area box : boxes) {
        assertThat(boxes).filteredOn(other -> !other.equals(box)).noneMatch(box::meets);
      }
      List<Area> lines = lines(svg);
      assertThat(lines).hasSizeGreaterThanOrEqualTo(picture.arrows().size());
      for (Area line : lines) {
        assertThat(boxes)
            .as("seed %d, the line %s of %s", seed, line, svg)
            .noneMatch(box -> box.inside().meets(line));
      }
    }
  }

  private static List<Area> boxes(String svg) {
    List<Area> boxes = new ArrayList<>();
    Matcher box = BOX.matcher(svg);
    while (box.find()) {
      int left = Integer.parseInt(box.group(1));
      int top = Integer.parseInt(box.group(2));
      boxes.add(
          new Area(
              left,
              top,
              left + Integer.parseInt(box.group(3)),
              top + Integer.parseInt(box.group(4))));
    }
    return boxes;
  }

  /** Each straight line of each arrow; of a round corner, the chord's box. */
  private static List<Area> lines(String svg) {
    List<Area> lines = new ArrayList<>();
    Matcher arrow = ARROW.matcher(svg);
    while (arrow.find()) {
      int x = 0;
      int y = 0;
      Matcher step = STEP.matcher(arrow.group(1));
      while (step.find()) {
        String[] numbers = step.group(2).trim().split(" ");
        int last = Integer.parseInt(numbers[numbers.length - 1]);
        int toX = step.group(1).equals("V") ? x : step.group(1).equals("H") ? last : x(numbers);
        int toY = step.group(1).equals("H") ? y : last;
        if (!step.group(1).equals("M")) {
          lines.add(
              new Area(
                  Math.min(x, toX), Math.min(y, toY), Math.max(x, toX) + 1, Math.max(y, toY) + 1));
        }
        x = toX;
        y = toY;
      }
    }
    return lines;
  }

  private static int x(String[] numbers) {
    return Integer.parseInt(numbers[numbers.length - 2]);
  }
}
