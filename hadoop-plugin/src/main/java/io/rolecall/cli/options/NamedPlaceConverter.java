package io.rolecall.cli.options;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.NamedPlace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME=LOCATION}, or a location, from the command line. */
public final class NamedPlaceConverter implements ITypeConverter<NamedPlace> {

  /** For picocli. */
  public NamedPlaceConverter() {}

  @Override
  public NamedPlace convert(String text) {
    try {
      return NamedPlace.parse(text);
    } catch (InvalidRouteException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
