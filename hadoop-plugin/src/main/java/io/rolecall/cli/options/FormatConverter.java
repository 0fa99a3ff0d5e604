package io.rolecall.cli.options;

import io.rolecall.handoff.SessionFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a format. */
public final class FormatConverter implements ITypeConverter<SessionFormat> {

  /** For picocli. */
  public FormatConverter() {}

  /** The names, for help and completion. */
  public static final class Names implements Iterable<String> {

    /** For picocli. */
    public Names() {}

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
