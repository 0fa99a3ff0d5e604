package io.rolecall.cli.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which locations a command reaches by AWS's own clients. */
public final class AwsOptions {

  /** The profile of whoever names none. */
  private static final String DEFAULT = "default";

  @Option(
      names = "--aws",
      paramLabel = "[NAME=]LOCATION",
      converter = NamedLocation.Converter.class,
      description = {
        "A location that the command reaches by AWS's command and",
        "SDKs, and what is built on them. May be repeated. The only",
        "one, without a NAME, is what they use by themselves; else",
        "each has a profile, NAME or its bucket. No other identity",
        "of the environment reaches the command."
      })
  private List<NamedLocation> locations = new ArrayList<>();

  /** For picocli. */
  public AwsOptions() {}

  /**
   * The locations, each with the name of its profile.
   *
   * @return the locations; a single one may have no name
   * @throws CommandFailure if two have the same name, or one would be the default though nobody
   *     said so
   */
  public List<NamedLocation> locations() throws CommandFailure {
    if (locations.size() < 2) {
      return List.copyOf(locations);
    }
    Map<String, NamedLocation> named = new LinkedHashMap<>();
    for (NamedLocation each : locations) {
      String name = each.name().orElse(each.location().bucket());
      if (name.equals(DEFAULT) && each.name().isEmpty()) {
        throw CommandFailure.usage(
            "--aws: "
                + each.location()
                + " would be the profile "
                + DEFAULT
                + ", which clients use that name none: name it, as in --aws NAME="
                + each.location());
      }
      NamedLocation before =
          named.putIfAbsent(name, new NamedLocation(Optional.of(name), each.location()));
      if (before != null) {
        throw CommandFailure.usage(
            "--aws: "
                + before.location()
                + " and "
                + each.location()
                + " would both be the profile "
                + name
                + ": name them, as in --aws NAME="
                + each.location());
      }
    }
    return List.copyOf(named.values());
  }
}
