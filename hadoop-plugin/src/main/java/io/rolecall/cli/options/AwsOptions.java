package io.rolecall.cli.options;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.NamedPlace;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which locations a command reaches by AWS's own clients. */
public final class AwsOptions {

  @Option(
      names = "--aws",
      paramLabel = "[NAME=]LOCATION",
      converter = NamedPlaceConverter.class,
      description = {
        "A location that the command reaches by AWS's command and",
        "SDKs, and what is built on them. May be repeated. The only",
        "one, without a NAME, is what they use by themselves; else",
        "each has a profile, NAME or its bucket. No other identity",
        "of the environment reaches the command."
      })
  private List<NamedPlace> locations = new ArrayList<>();

  /** For picocli. */
  public AwsOptions() {}

  /**
   * The locations, each with the name of its profile.
   *
   * @return the locations; a single one may have no name
   * @throws CommandFailure if two have the same name, or one would be the default though nobody
   *     said so
   */
  public List<NamedPlace> locations() throws CommandFailure {
    if (locations.size() < 2) {
      return List.copyOf(locations);
    }
    try {
      return NamedPlace.allNamed(locations, "--aws ");
    } catch (InvalidRouteException e) {
      throw CommandFailure.usage("--aws: " + e.getMessage());
    }
  }
}
