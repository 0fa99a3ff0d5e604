package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place, and perhaps what AWS's clients call it: the name of a profile.
 *
 * @param name the name; empty if none was said
 * @param place the place
 */
public record NamedPlace(Optional<String> name, Place place) {

  /** A place begins with its scheme, so what stands before that is no part of it. */
  private static final Pattern NAMED =
      Pattern.compile("([^:/=]*)=((?:s3[an]?://|" + NamedClient.SCHEME + ").*)", Pattern.DOTALL);

  /** What all of AWS's clients read as a profile's name, without quotes. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /** The profile of whoever names none. */
  private static final String DEFAULT = "default";

  /** Checks that nothing is null. */
  public NamedPlace {
    requireNonNull(name, "name");
    requireNonNull(place, "place");
  }

  /**
   * Reads {@code NAME=LOCATION}, or a location; a client of another service has a name, too.
   *
   * @param text the text
   * @return the place
   * @throws InvalidRouteException if it is neither, or the name is none of a profile
   */
  public static NamedPlace parse(String text) {
    Matcher named = NAMED.matcher(text);
    if (!named.matches()) {
      return new NamedPlace(Optional.empty(), Place.parse(text));
    }
    String name = named.group(1);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRouteException(
          "'" + name + "' is no name of a profile: expected letters, digits and _.-");
    }
    return new NamedPlace(Optional.of(name), Place.parse(named.group(2)));
  }

  /**
   * Names those that have no name after their buckets, and clients after themselves.
   *
   * @param places the places
   * @param option what stands before a place where people write one, for messages
   * @return the same places, each with a name of its own
   * @throws InvalidRouteException if two have the same name, or one would be the default though
   *     nobody said so
   */
  public static List<NamedPlace> allNamed(List<NamedPlace> places, String option) {
    Map<String, NamedPlace> named = new LinkedHashMap<>();
    for (NamedPlace each : places) {
      String name = each.name().orElse(each.place().match(S3Location::bucket, NamedClient::name));
      if (name.equals(DEFAULT) && each.name().isEmpty()) {
        throw new InvalidRouteException(
            each.place()
                + " would be the profile "
                + DEFAULT
                + ", which clients use that name none: name it, as in "
                + option
                + "NAME="
                + each.place());
      }
      NamedPlace before = named.putIfAbsent(name, new NamedPlace(Optional.of(name), each.place()));
      if (before != null) {
        throw new InvalidRouteException(
            before.place()
                + " and "
                + each.place()
                + " would both be the profile "
                + name
                + ": name them, as in "
                + option
                + "NAME="
                + each.place());
      }
    }
    return List.copyOf(named.values());
  }
}
