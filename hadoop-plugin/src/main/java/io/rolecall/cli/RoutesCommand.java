package io.rolecall.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.route.Access;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedFor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolecall routes}. */
@Command(
    name = "routes",
    description = {"Lists all routes of the configuration.", "Makes no network call."},
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
   * @param access {@code role}, {@code base identity} or {@code anonymous}
   * @param roles the roles in the order in which they are assumed; empty where there is none
   * @param audience whom it is for; null for everybody
   * @param externalId whether the last role is asked with an external id
   * @param durationSeconds how long sessions last; null where there are none
   */
  record Row(
      String location,
      String access,
      List<String> roles,
      @Nullable String audience,
      boolean externalId,
      @Nullable Long durationSeconds) {

    static Row of(RoutedFor routed) {
      return of(routed, routed.route().location().toString());
    }

    static Row ofEveryOtherBucket(RoutedFor routed) {
      return of(routed, "every other bucket");
    }

    private static Row of(RoutedFor routed, String location) {
      String audience = routed.audience().equals("everybody") ? null : routed.audience();
      return routed
          .route()
          .access()
          .match(
              role -> of(location, audience, role),
              base -> without(location, "base identity", audience),
              anonymous -> without(location, "anonymous", audience),
              nobody -> {
                throw new IllegalStateException("nobody is routed to " + location);
              });
    }

    private static Row without(String location, String access, @Nullable String audience) {
      return new Row(location, access, List.of(), audience, false, null);
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
          last.terms().duration().toSeconds());
    }
  }

  @Override
  public Integer call() throws CommandFailure {
    RouteBook book = RouteBook.of(configuration.read(context.environment()));
    Listing listing =
        new Listing(
            book.all().stream().map(Row::of).toList(),
            book.everyOther().stream().map(Row::ofEveryOtherBucket).toList());
    output.write(context.terminal().out(), listing, () -> text(listing));
    return ExitCode.OK;
  }

  private static String text(Listing listing) {
    TextTable table = new TextTable("location", "access", "for", "external id", "duration");
    for (Row row : listing.rows()) {
      table.row(
          row.location(),
          row.roles().isEmpty() ? row.access() : String.join(" -> ", row.roles()),
          row.audience() == null ? "" : row.audience(),
          row.externalId() ? "yes" : "",
          row.durationSeconds() == null ? "" : row.durationSeconds() + " s");
    }
    return listing.rows().isEmpty()
        ? "no routes: is this the configuration that the job has? (HADOOP_CONF_DIR, --conf-file)\n"
        : table.toString();
  }
}
