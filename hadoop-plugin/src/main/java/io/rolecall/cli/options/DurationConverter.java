package io.rolecall.cli.options;

import io.rolecall.config.ConfigKey;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration from the command line, as the configuration's keys have them. */
public final class DurationConverter implements ITypeConverter<Duration> {

  /** For picocli. */
  public DurationConverter() {}

  @Override
  public Duration convert(String text) {
    try {
      return ConfigKey.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
  }
}
