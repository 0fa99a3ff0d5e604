package io.rolecall.mappings;

import java.util.List;

/**
 * There are no mappings, or none of them can become a route. The message has a line for each
 * problem.
 */
public final class MappingException extends Exception {

  private static final long serialVersionUID = 1L;

  MappingException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
