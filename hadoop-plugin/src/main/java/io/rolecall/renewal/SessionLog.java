package io.rolecall.renewal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of live sessions, in which one line is written for each that is got. */
final class SessionLog {

  /** By its class's name, which operators have in their logging configurations. */
  static final Logger LOG = LoggerFactory.getLogger("io.rolecall.renewal.LiveSession");

  private SessionLog() {}
}
