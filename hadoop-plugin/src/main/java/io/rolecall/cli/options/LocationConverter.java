package io.rolecall.cli.options;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.S3Location;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a location of S3 from the command line. */
public final class LocationConverter implements ITypeConverter<S3Location> {

  /** For picocli. */
  public LocationConverter() {}

  @Override
  public S3Location convert(String text) {
    try {
      return S3Location.parse(text);
    } catch (InvalidRouteException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
