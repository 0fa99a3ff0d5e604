package io.rolecall.mappings;

import java.nio.charset.StandardCharsets;

/** Mappings of EMRFS and Trino: whatever file is imported. */
public final class MappingsFuzz {

  private MappingsFuzz() {}

  private interface Reading {
    void run() throws MappingException;
  }

  /** Reads both; only a MappingException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    read(() -> EmrfsMappings.routes(text));
    read(() -> TrinoMappings.routes(text));
  }

  private static void read(Reading reading) {
    try {
      reading.run();
    } catch (MappingException e) {
      // As it should be.
    }
  }
}
