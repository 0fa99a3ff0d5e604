package io.rolecall.cli.options;

import io.rolecall.doctor.check.Probe;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a probe. */
public final class ProbeConverter implements ITypeConverter<Probe> {

  /** For picocli. */
  public ProbeConverter() {}

  @Override
  public Probe convert(String text) {
    return Stream.of(Probe.values())
        .filter(probe -> probe.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is not known; expected list, read, write,"
                        + " multipart, rename, or several with commas"));
  }
}
