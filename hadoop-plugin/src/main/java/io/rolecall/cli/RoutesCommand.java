package io.rolecall.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.NamedSet;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.route.Access;
import io.rolecall.route.Scope;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedFor;
import io.rolecall.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolecall routes}. */
@Command(
    name = "routes",
    description = {
      "Lists all routes of the configuration.",
      "Where catalogs have keys of their own, the last column names the",
      "catalog that says something else. Makes no network call."
    },
    mixinStandardHelpOptions = true)
final class RoutesCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private OutputOptions output;

  RoutesCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * The routes.
   *
   * @param routes those of buckets that the configuration names
   * @param everyOtherBucket those of the others
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Listing(
      @JsonInclude(JsonInclude.Include.ALWAYS) List<Row> routes, List<Row> everyOtherBucket) {

    List<Row> rows() {
      return Stream.concat(routes.stream(), everyOtherBucket.stream()).toList();
    }
  }

  /**
   * One route.
   *
   * @param location the location
   * @param access {@code role}, {@code base identity} or {@code anonymous}; {@code none} where a
   *     set has no route although that of all has one
   * @param roles the roles in the order in which they are assumed; empty where there is none
   * @param audience whom it is for; null for everybody
   * @param externalId whether the last role is asked with an external id
   * @param durationSeconds how long sessions last; null where there are none
   * @param scope what jobs do there; null for all that the role may do
   * @param set the declared set that says so, such as {@code catalog lake}; null for that of all
   */
  record Row(
      String location,
      String access,
      List<String> roles,
      @Nullable String audience,
      boolean externalId,
      @Nullable Long durationSeconds,
      @Nullable String scope,
      @Nullable String set) {

    static Row of(RoutedFor routed) {
      return of(routed, routed.place().toString());
    }

    static Row ofEveryOtherBucket(RoutedFor routed) {
      return of(routed, "every other bucket");
    }

    private static Row of(RoutedFor routed, String location) {
      String audience = routed.audience().isEverybody() ? null : routed.audience().toString();
      Row row =
          routed
              .as()
              .match(
                  route -> of(location, audience, route.access()),
                  template ->
                      new Row(
                          location,
                          "role",
                          template.roles(),
                          audience,
                          template.hasExternalId(),
                          template.duration().toSeconds(),
                          null,
                          null));
      return routed.scope().map(scoped -> row.scoped(scoped.scope())).orElse(row);
    }

    private Row scoped(Scope scope) {
      return new Row(
          location, access, roles, audience, externalId, durationSeconds, scope.toString(), set);
    }

    private static Row of(String location, @Nullable String audience, Access access) {
      return access.match(
          role -> of(location, audience, role),
          base -> without(location, "base identity", audience),
          anonymous -> without(location, "anonymous", audience),
          nobody -> {
            throw new IllegalStateException("nobody is routed to " + location);
          });
    }

    private static Row without(String location, String access, @Nullable String audience) {
      return new Row(location, access, List.of(), audience, false, null, null, null);
    }

    /** The same, of a set. */
    Row of(String name) {
      return new Row(location, access, roles, audience, externalId, durationSeconds, scope, name);
    }

    /** Where a set has none. */
    Row gone() {
      return without(location, "none", audience);
    }

    boolean isOf(Row other) {
      return location.equals(other.location) && Objects.equals(audience, other.audience);
    }

    private static Row of(String location, @Nullable String audience, Access.Role last) {
      List<String> roles = new ArrayList<>();
      for (Access.Role role = last; role != null; role = role.through()) {
        roles.add(0, role.role().toString());
      }
      return new Row(
          location,
          "role",
          roles,
          audience,
          last.externalId().isPresent(),
          last.terms().duration().toSeconds(),
          null,
          null);
    }
  }

  @Override
  public Integer call() throws CommandFailure {
    List<RouteBook> sets = DeclaredSets.of(configuration.read(context.environment())).all();
    Listing listing =
        new Listing(
            rows(sets, set -> set.all().stream().map(Row::of).toList()),
            rows(sets, set -> set.everyOther().stream().map(Row::ofEveryOtherBucket).toList()));
    output.write(context.terminal().out(), listing, () -> text(listing));
    return ExitCode.OK;
  }

  /** The rows of the set of all, and those by which each other set differs. */
  private static List<Row> rows(List<RouteBook> sets, Function<RouteBook, List<Row>> of) {
    List<Row> base = of.apply(sets.get(0));
    List<Row> rows = new ArrayList<>(base);
    for (RouteBook set : sets.subList(1, sets.size())) {
      List<Row> own = NamedSet.read(set, of);
      Stream.concat(
              own.stream().filter(row -> !base.contains(row)),
              base.stream().filter(row -> own.stream().noneMatch(row::isOf)).map(Row::gone))
          .sorted(Comparator.comparing(Row::location))
          .forEach(row -> rows.add(row.of(set.name())));
    }
    return rows;
  }

  private static String text(Listing listing) {
    List<Row> rows = listing.rows();
    List<String> titles =
        new ArrayList<>(List.of("location", "access", "for", "external id", "duration"));
    boolean scoped = rows.stream().anyMatch(row -> row.scope() != null);
    if (scoped) {
      titles.add("scope");
    }
    boolean ofSets = rows.stream().anyMatch(row -> row.set() != null);
    if (ofSets) {
      titles.add("set");
    }
    TextTable table = new TextTable(titles.toArray(String[]::new));
    for (Row row : rows) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  row.location(),
                  row.roles().isEmpty() ? row.access() : String.join(" -> ", row.roles()),
                  row.audience() == null ? "" : row.audience(),
                  row.externalId() ? "yes" : "",
                  row.durationSeconds() == null ? "" : row.durationSeconds() + " s"));
      if (scoped) {
        cells.add(row.scope() == null ? "" : row.scope());
      }
      if (ofSets) {
        cells.add(row.set() == null ? "" : row.set());
      }
      table.row(cells.toArray(String[]::new));
    }
    return rows.isEmpty()
        ? "no routes: is this the configuration that the job has? (HADOOP_CONF_DIR, --conf-file)\n"
        : table.toString();
  }
}
