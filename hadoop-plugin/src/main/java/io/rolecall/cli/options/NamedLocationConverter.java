package io.rolecall.cli.options;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.NamedLocation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME=LOCATION}, or a location, from the command line. */
public final class NamedLocationConverter implements ITypeConverter<NamedLocation> {

  /** For picocli. */
  public NamedLocationConverter() {}

  @Override
  public NamedLocation convert(String text) {
    try {
      return NamedLocation.parse(text);
    } catch (InvalidRouteException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
