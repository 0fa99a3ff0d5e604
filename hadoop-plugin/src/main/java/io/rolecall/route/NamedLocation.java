package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A location, and perhaps what AWS's clients call it: the name of a profile.
 *
 * @param name the name; empty if none was said
 * @param location the location
 */
public record NamedLocation(Optional<String> name, S3Location location) {

  /** A location begins with its scheme, so what stands before that is no part of it. */
  private static final Pattern NAMED = Pattern.compile("([^:/=]*)=(s3[an]?://.*)", Pattern.DOTALL);

  /** What all of AWS's clients read as a profile's name, without quotes. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /** The profile of whoever names none. */
  private static final String DEFAULT = "default";

  /** Checks that nothing is null. */
  public NamedLocation {
    requireNonNull(name, "name");
    requireNonNull(location, "location");
  }

  /**
   * Reads {@code NAME=LOCATION}, or a location.
   *
   * @param text the text
   * @return the location
   * @throws InvalidRouteException if it is neither, or the name is none of a profile
   */
  public static NamedLocation parse(String text) {
    Matcher named = NAMED.matcher(text);
    if (!named.matches()) {
      return new NamedLocation(Optional.empty(), S3Location.ofText(text));
    }
    String name = named.group(1);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRouteException(
          "'" + name + "' is no name of a profile: expected letters, digits and _.-");
    }
    return new NamedLocation(Optional.of(name), S3Location.ofText(named.group(2)));
  }

  /**
   * Names those that have no name after their buckets.
   *
   * @param locations the locations
   * @param option what stands before a location where people write one, for messages
   * @return the same locations, each with a name of its own
   * @throws InvalidRouteException if two have the same name, or one would be the default though
   *     nobody said so
   */
  public static List<NamedLocation> allNamed(List<NamedLocation> locations, String option) {
    Map<String, NamedLocation> named = new LinkedHashMap<>();
    for (NamedLocation each : locations) {
      String name = each.name().orElse(each.location().bucket());
      if (name.equals(DEFAULT) && each.name().isEmpty()) {
        throw new InvalidRouteException(
            each.location()
                + " would be the profile "
                + DEFAULT
                + ", which clients use that name none: name it, as in "
                + option
                + "NAME="
                + each.location());
      }
      NamedLocation before =
          named.putIfAbsent(name, new NamedLocation(Optional.of(name), each.location()));
      if (before != null) {
        throw new InvalidRouteException(
            before.location()
                + " and "
                + each.location()
                + " would both be the profile "
                + name
                + ": name them, as in "
                + option
                + "NAME="
                + each.location());
      }
    }
    return List.copyOf(named.values());
  }
}
