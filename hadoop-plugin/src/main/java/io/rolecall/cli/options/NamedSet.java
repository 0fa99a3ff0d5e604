package io.rolecall.cli.options;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.RouteBook;
import java.util.function.Function;

/** Reading a declared set, so that a failure says which: several may have the same key. */
public final class NamedSet {

  private NamedSet() {}

  /**
   * Reads a set.
   *
   * @throws ConfigException as the reading does, with the name of the set in front
   */
  public static <T> T read(RouteBook set, Function<RouteBook, T> reading) {
    try {
      return reading.apply(set);
    } catch (ConfigException e) {
      if (set.name().isEmpty()) {
        throw e;
      }
      throw new ConfigException(set.name() + ": " + e.getMessage(), e);
    }
  }
}
