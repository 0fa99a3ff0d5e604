package io.rolecall.doctor.check;

import static java.util.Objects.requireNonNull;

import io.rolecall.declaration.DeclaredSets;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What is examined.
 *
 * @param declared the declared sets of routes, as a driver has them: the first is that of all who
 *     do not name one, each other that of a catalog with keys of its own, or of EMRFS
 * @param launched Spark's properties, as far as they are known
 * @param caller the user whose job is meant
 * @param places the locations and clients that are meant; empty for all that routes name
 * @param probes what is tried at these locations, or at each route
 * @param clock this process's clock
 */
public record CheckContext(
    DeclaredSets declared,
    Map<String, String> launched,
    HadoopUser caller,
    List<Place> places,
    List<Probe> probes,
    Clock clock) {

  /** Checks that nothing is null. */
  public CheckContext {
    requireNonNull(declared, "declared");
    requireNonNull(caller, "caller");
    requireNonNull(clock, "clock");
    launched = Map.copyOf(launched);
    places = List.copyOf(places);
    probes = List.copyOf(probes);
  }

  /**
   * What a job would have.
   *
   * @param conf the job's configuration; must not change any more
   * @param launched Spark's properties, which say what catalogs have for themselves
   * @param caller the user whose job is meant
   * @param places the locations and clients that are meant; empty for all that routes name
   * @param probes what is tried at these locations, or at each route
   * @param clock this process's clock
   * @return the context
   */
  public static CheckContext of(
      Configuration conf,
      Map<String, String> launched,
      HadoopUser caller,
      List<? extends Place> places,
      List<Probe> probes,
      Clock clock) {
    return new CheckContext(
        DeclaredSets.ofSpark(conf, launched), launched, caller, List.copyOf(places), probes, clock);
  }

  /**
   * What a job would have, where Spark's properties are in its configuration, as {@code
   * --conf-file} puts them there.
   *
   * @param conf the job's configuration; must not change any more
   * @param caller the user whose job is meant
   * @param places the locations and clients that are meant; empty for all that routes name
   * @param probes what is tried at these locations, or at each route
   * @param clock this process's clock
   * @return the context
   */
  public static CheckContext of(
      Configuration conf,
      HadoopUser caller,
      List<? extends Place> places,
      List<Probe> probes,
      Clock clock) {
    Map<String, String> launched = new TreeMap<>();
    for (Map.Entry<String, String> entry : conf) {
      launched.put(entry.getKey(), entry.getValue());
    }
    return of(conf, launched, caller, places, probes, clock);
  }

  /** The routes of the set that every job has, unless {@link #of(RouteBook)} chose another. */
  public RouteBook book() {
    return sets().get(0);
  }

  /** The configuration that is examined; not to be changed. */
  public Configuration conf() {
    return book().conf();
  }

  /** All sets of routes; the first is that of all who do not name one. */
  public List<RouteBook> sets() {
    return declared.all();
  }

  /** The sets of catalogs that have keys of their own, and that of EMRFS. */
  public List<RouteBook> furtherSets() {
    List<RouteBook> sets = sets();
    return sets.subList(1, sets.size());
  }

  /** The same with the routes of one set alone. */
  public CheckContext of(RouteBook set) {
    return new CheckContext(DeclaredSets.only(set), launched, caller, places, probes, clock);
  }

  /** The buckets that are examined. */
  public List<String> buckets() {
    return places.isEmpty() ? book().buckets() : bucketsMeant();
  }

  /** The buckets of the locations that are meant. */
  public List<String> bucketsMeant() {
    return places.stream()
        .flatMap(place -> place.toLocation().stream())
        .map(S3Location::bucket)
        .distinct()
        .toList();
  }

  /** The clients of other services that are examined. */
  public List<NamedClient> clients() {
    return places.isEmpty()
        ? book().clients()
        : places.stream().flatMap(place -> place.toClient().stream()).distinct().toList();
  }

  /** Who and where; no properties, for one may be a secret. */
  @Override
  public String toString() {
    return "CheckContext[" + caller + ", places=" + places + ", probes=" + probes + "]";
  }
}
