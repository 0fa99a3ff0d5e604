package io.rolecall.testing;

import java.util.ArrayList;
import java.util.List;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/** What is logged while this is open, one line each: {@code WARN text}. Thread-safe. */
public final class RecordedLog extends AppenderSkeleton implements AutoCloseable {

  private final Logger logger;
  private final Level before;
  private final boolean additive;
  private final List<String> lines = new ArrayList<>();

  /** Records what the class logs at the level or above. */
  public RecordedLog(Class<?> type, String level) {
    this(type.getName(), level);
  }

  /** Records what the logger and those below it log at the level or above. */
  public RecordedLog(String name, String level) {
    logger = Logger.getLogger(name);
    before = logger.getLevel();
    additive = logger.getAdditivity();
    logger.setLevel(Level.toLevel(level));
    logger.setAdditivity(false);
    logger.addAppender(this);
  }

  /** What was logged. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  protected void append(LoggingEvent event) {
    synchronized (lines) {
      lines.add(event.getLevel() + " " + event.getRenderedMessage());
    }
  }

  /**
   * Once: the garbage collector closes appenders that are not closed, in the midst of a later test.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    logger.removeAppender(this);
    logger.setLevel(before);
    logger.setAdditivity(additive);
  }

  @Override
  public boolean requiresLayout() {
    return false;
  }
}
