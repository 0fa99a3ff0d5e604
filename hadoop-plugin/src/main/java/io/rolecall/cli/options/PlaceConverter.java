package io.rolecall.cli.options;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Place;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a location, or a client of another service, from the command line. */
public final class PlaceConverter implements ITypeConverter<Place> {

  /** For picocli. */
  public PlaceConverter() {}

  @Override
  public Place convert(String text) {
    try {
      return Place.parse(text);
    } catch (InvalidRouteException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
