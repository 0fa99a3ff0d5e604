package io.rolecall.boundary;

import java.util.List;
import java.util.Map;

/** A way by which settings get to Hadoop after the application has started. */
interface Attacker {

  /**
   * Reads a text file with settings.
   *
   * @return its lines
   * @throws Exception what the attacker is told instead
   */
  List<String> read(String location, Map<String, String> settings) throws Exception;
}
