package io.rolecall.cli;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolecall routes}. */
@Command(
    name = "routes",
    description = {"Lists all routes of the configuration.", "Calls nobody."},
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
   * @param everyOtherBucket the role of the others; null if they have none
   */
  record Listing(List<Row> routes, @Nullable String everyOtherBucket) {}

  /**
   * One route.
   *
   * @param location the location
   * @param roles the roles in the order in which they are assumed; empty for the base identity
   * @param externalId whether the last role is asked with an external id
   * @param durationSeconds how long sessions last; null for the base identity
   */
  record Row(
      String location, List<String> roles, boolean externalId, @Nullable Long durationSeconds) {

    static Row of(Route route) {
      List<String> roles = new ArrayList<>();
      if (!(route.access() instanceof Access.Role last)) {
        return new Row(route.location().toString(), roles, false, null);
      }
      for (Access.Role role = last; role != null; role = role.through()) {
        roles.add(0, role.role().toString());
      }
      return new Row(
          route.location().toString(),
          roles,
          last.externalId().isPresent(),
          last.terms().duration().toSeconds());
    }
  }

  @Override
  public Integer call() throws CommandFailure {
    Configuration conf = configuration.read(context.environment());
    List<Row> rows = new ArrayList<>();
    for (String bucket : RolecallConfig.routedBuckets(conf)) {
      RolecallConfig.of(conf, bucket).routes().byPrefix().values().stream()
          .sorted(Comparator.comparing(route -> route.location().prefix()))
          .map(Row::of)
          .forEach(rows::add);
    }
    Listing listing =
        new Listing(rows, RolecallConfig.ofAll(conf).find(RolecallKeys.ROLE_ARN).orElse(null));
    output.write(context.terminal().out(), listing, () -> text(listing));
    return ExitCode.OK;
  }

  private static String text(Listing listing) {
    TextTable table = new TextTable("location", "access", "external id", "duration");
    for (Row row : listing.routes()) {
      table.row(
          row.location(),
          row.roles().isEmpty() ? "base identity" : String.join(" -> ", row.roles()),
          row.externalId() ? "yes" : "",
          row.durationSeconds() == null ? "" : row.durationSeconds() + " s");
    }
    if (listing.everyOtherBucket() != null) {
      table.row("every other bucket", listing.everyOtherBucket(), "", "");
    }
    return listing.routes().isEmpty() && listing.everyOtherBucket() == null
        ? "no routes: is this the configuration that the job has? (HADOOP_CONF_DIR, --conf-file)\n"
        : table.toString();
  }
}
