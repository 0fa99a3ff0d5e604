package io.rolecall.doctor.check;

import io.rolecall.doctor.check.CheckStep.Outcome;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.Routed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What checks found so far, as far as later ones need it. Not thread-safe: checks run one after the
 * other.
 */
public final class Findings {

  private final List<CheckStep> steps = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<List<Object>> working = new HashSet<>();
  private Optional<Duration> clockSkew = Optional.empty();

  /** Nothing has been found yet. */
  public Findings() {}

  /**
   * A route that can be tried.
   *
   * @param book the set that it is of
   * @param routed the bucket, or the client, as its user has it
   * @param route one of its routes
   */
  public record Candidate(RouteBook book, Routed routed, Route route) {

    /** What is said in front of what is said of it: the catalog, or nothing. */
    public String ofWhom() {
      return ofWhom(book);
    }

    /** Whose routes these are, for what is said of them; empty for the base set. */
    public static String ofWhom(RouteBook book) {
      return book.name().isEmpty() ? "" : book.name() + ": ";
    }

    /**
     * Where S3 is tried by the route.
     *
     * @param context what is examined
     * @return the locations that are meant and that the route covers, or its own; none for a
     *     client: what its service can be asked for is not known here
     */
    public List<S3Location> locations(CheckContext context) {
      Stream<Place> places =
          context.places().isEmpty()
              ? Stream.of(route.place())
              : context.places().stream().filter(this::covers);
      return places.flatMap(place -> place.toLocation().stream()).toList();
    }

    /** Whether the user may use it: another is for others. */
    public boolean isOpen() {
      return !route.access().isClosed();
    }

    /** Whether the candidate's route is the one of a place. */
    public boolean covers(Place place) {
      return routed.at(place).filter(route::equals).isPresent();
    }
  }

  /** Remembers what a check has found. */
  public void add(List<CheckStep> more) {
    steps.addAll(more);
  }

  /** All that was found, in order. */
  public List<CheckStep> steps() {
    return List.copyOf(steps);
  }

  /**
   * Whether any check has failed.
   *
   * @return whether a step of the report so far has
   */
  public boolean haveFailure() {
    return isFailed(steps);
  }

  /**
   * Whether any of some steps has failed.
   *
   * @param steps the steps
   * @return whether one has
   */
  public static boolean isFailed(List<CheckStep> steps) {
    return steps.stream().anyMatch(step -> step.outcome() == Outcome.FAILED);
  }

  /** Remembers a route whose role later checks may try. */
  public void canBeTried(Candidate candidate) {
    candidates.add(candidate);
  }

  /**
   * What can be tried of the set that every job has.
   *
   * @return the routes, in the order in which they were found
   */
  public List<Candidate> candidates() {
    return candidates.stream().filter(candidate -> candidate.book().name().isEmpty()).toList();
  }

  /** What can be tried, also of the sets of catalogs. */
  public List<Candidate> ofAllSets() {
    return List.copyOf(candidates);
  }

  /** Remembers a route that has a session. */
  public void works(Candidate candidate) {
    working.add(List.of(candidate.book().name(), candidate.route()));
  }

  /** Tells how much this process's clock is ahead of STS's. */
  public void clockIsAhead(Duration skew) {
    clockSkew = Optional.of(skew);
  }

  /**
   * How much this process's clock is ahead of STS's.
   *
   * @return to a second or two; empty if no STS has told
   */
  public Optional<Duration> clockSkew() {
    return clockSkew;
  }

  /**
   * Whether requests to the place of a route can be signed.
   *
   * @param candidate the route
   * @return whether there was a session, or a base identity
   */
  public boolean doesWork(Candidate candidate) {
    return working.contains(List.of(candidate.book().name(), candidate.route()));
  }
}
