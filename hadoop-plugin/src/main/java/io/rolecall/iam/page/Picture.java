package io.rolecall.iam.page;

import static java.util.Objects.requireNonNull;

import io.rolecall.iam.Reach;
import io.rolecall.iam.policy.RolePolicies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is drawn: identities, roles and places as boxes, and arrows between them.
 *
 * @param boxes the boxes, in the order in which they are set
 * @param arrows the arrows
 */
record Picture(List<Box> boxes, List<Arrow> arrows) {

  /** Makes a picture. Not thread-safe. */
  private static final class Draft {

    private final Map<String, RolePolicies> policies = new HashMap<>();
    private final Map<String, Box> actors = new LinkedHashMap<>();
    private final Set<Arrow> arrows = new LinkedHashSet<>();

    private void actors(List<ShownRoute> routes) {
      for (ShownRoute route : routes) {
        actors.computeIfAbsent(Actor.first(route.reach()), none -> identity(route.reach()));
      }
      Map<String, List<Reach.Step>> steps = new TreeMap<>();
      Map<String, Integer> depths = new HashMap<>();
      for (ShownRoute route : routes) {
        List<Reach.Step> chain = route.reach().steps();
        for (int i = 0; i < chain.size(); i++) {
          String arn = chain.get(i).role().toString();
          steps.computeIfAbsent(arn, a -> new ArrayList<>()).add(chain.get(i));
          depths.merge(arn, i + 1, Math::max);
        }
      }
      steps.forEach(
          (arn, all) -> actors.put(Actor.role(arn), role(all, depths.getOrDefault(arn, 1))));
    }

    private static Box identity(Reach reach) {
      if (reach.start().isEmpty()) {
        return new Box(
            Actor.first(reach),
            Box.Kind.IDENTITY,
            "",
            0,
            "nobody",
            List.of(new Box.Line("", "requests are not signed")));
      }
      Reach.Identity start = reach.start().get();
      return new Box(
          Actor.first(reach),
          Box.Kind.IDENTITY,
          start.account(),
          0,
          Words.resource(start.arn()),
          List.of(new Box.Line("", start.kind())));
    }

    private Box role(List<Reach.Step> steps, int depth) {
      Reach.Step first = steps.get(0);
      RolePolicies own = policies.get(first.role().toString());
      Trust.ExternalId demanded =
          own != null
              ? Trust.ofAll(Trust.of(own))
              : first.externalId() ? Trust.ExternalId.REQUIRED : Trust.ExternalId.NONE;
      Set<Duration> durations = new TreeSet<>();
      Set<String> extras = new TreeSet<>();
      for (Reach.Step step : steps) {
        durations.add(step.terms().duration());
        extras.addAll(Words.extras(step.terms()));
      }
      List<Box.Line> lines = new ArrayList<>();
      lines.add(new Box.Line("", demanded.words()));
      lines.add(
          new Box.Line(
              "", "sessions of " + String.join(", ", durations.stream().map(Words::of).toList())));
      if (!extras.isEmpty()) {
        lines.add(new Box.Line("", "with " + String.join(", ", extras)));
      }
      return new Box(
          Actor.role(first.role().toString()),
          Box.Kind.ROLE,
          first.role().account(),
          depth,
          first.role().path().substring(1) + first.role().name(),
          lines);
    }

    private Box actor(String key) {
      return requireNonNull(actors.get(key));
    }

    private void assumed(Reach reach) {
      String before = Actor.first(reach);
      for (Reach.Step step : reach.steps()) {
        String next = Actor.role(step.role().toString());
        arrows.add(new Arrow(actor(before), actor(next), 0));
        before = next;
      }
    }

    private Picture with(Collection<PlaceBox> places) {
      List<Box> boxes = new ArrayList<>(actors.values());
      for (PlaceBox place : places) {
        Box box = place.box();
        boxes.add(box);
        place
            .arrivals()
            .forEach(arrival -> arrows.add(new Arrow(actor(arrival.actor()), box, arrival.line())));
      }
      return new Picture(boxes, List.copyOf(arrows));
    }
  }

  /**
   * The picture.
   *
   * @param routes the routes
   * @param roles the policies of roles, as far as they are shown
   */
  static Picture of(List<ShownRoute> routes, List<RolePolicies> roles) {
    Draft draft = new Draft();
    roles.forEach(role -> draft.policies.put(role.role(), role));
    draft.actors(routes);
    routes.forEach(route -> draft.assumed(route.reach()));
    return draft.with(PlaceBox.of(routes));
  }

  /** How many roles the longest chain has. */
  int depth() {
    return boxes.stream().mapToInt(Box::depth).max().orElse(0);
  }
}
