package io.rolecall.cli.options;

import io.rolecall.route.S3Location;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A location, and perhaps what it is called.
 *
 * @param name the name; empty if none was said
 * @param location the location
 */
public record NamedLocation(Optional<String> name, S3Location location) {

  /** A location begins with its scheme, so what stands before that is no part of it. */
  private static final Pattern NAMED = Pattern.compile("([^:/=]*)=(s3[an]?://.*)", Pattern.DOTALL);

  /** What all of AWS's clients read as a profile's name, without quotes. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /** Reads {@code NAME=LOCATION}, or a location. */
  public static final class Converter implements ITypeConverter<NamedLocation> {

    /** For picocli. */
    public Converter() {}

    @Override
    public NamedLocation convert(String text) {
      Matcher named = NAMED.matcher(text);
      if (!named.matches()) {
        return new NamedLocation(Optional.empty(), new LocationConverter().convert(text));
      }
      String name = named.group(1);
      if (!NAME.matcher(name).matches()) {
        throw new TypeConversionException(
            "'" + name + "' is no name of a profile: expected letters, digits and _.-");
      }
      return new NamedLocation(Optional.of(name), new LocationConverter().convert(named.group(2)));
    }
  }
}
