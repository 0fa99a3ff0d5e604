package io.rolecall.mappings;

import java.util.List;

/** Mappings that cannot become routes: somebody would access something with another identity. */
public final class MappingException extends Exception {

  private static final long serialVersionUID = 1L;

  MappingException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
