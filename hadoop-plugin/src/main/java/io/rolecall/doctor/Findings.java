package io.rolecall.doctor;

import io.rolecall.doctor.CheckStep.Outcome;
import io.rolecall.route.Route;
import io.rolecall.routes.RoutedBucket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What checks found so far, as far as later ones need it. */
final class Findings {

  private final List<CheckStep> steps = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<Route> working = new HashSet<>();

  /**
   * A route that can be tried.
   *
   * @param bucket the bucket, as its user has it
   * @param route one of its routes
   */
  record Candidate(RoutedBucket bucket, Route route) {}

  void add(List<CheckStep> more) {
    steps.addAll(more);
  }

  List<CheckStep> steps() {
    return List.copyOf(steps);
  }

  boolean haveFailure() {
    return isFailed(steps);
  }

  static boolean isFailed(List<CheckStep> steps) {
    return steps.stream().anyMatch(step -> step.outcome() == Outcome.FAILED);
  }

  void canBeTried(Candidate candidate) {
    candidates.add(candidate);
  }

  /** What can be tried, in the order in which it was found. */
  List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  void works(Route route) {
    working.add(route);
  }

  /** Whether requests to a route's location can be signed. */
  boolean doesWork(Route route) {
    return working.contains(route);
  }
}
