package io.rolecall.cli;

import io.rolecall.handoff.SessionFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a format. */
final class FormatConverter implements ITypeConverter<SessionFormat> {

  /** The names, for help and completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  @Override
  public SessionFormat convert(String text) {
    return Stream.of(SessionFormat.values())
        .filter(format -> format.formatName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is not known; expected one of " + String.join(", ", names())));
  }

  private static List<String> names() {
    return Stream.of(SessionFormat.values()).map(SessionFormat::formatName).toList();
  }
}
