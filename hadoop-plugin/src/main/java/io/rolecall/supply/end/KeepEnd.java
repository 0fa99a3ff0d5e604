package io.rolecall.supply.end;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Tells whether something is kept no longer. What YARN is asked is asked on a thread of its own: a
 * cluster that is away must not keep sessions from being renewed.
 */
public final class KeepEnd implements BooleanSupplier, AutoCloseable {

  private final Until until;
  private final Instant start;
  private final Clock clock;
  private final Optional<Watch> watch;

  private KeepEnd(Until until, Clock clock, Optional<Watch> watch) {
    this.until = until;
    this.clock = clock;
    this.start = clock.instant();
    this.watch = watch;
  }

  /** Somebody who looks after an application. */
  private record Watch(Applications applications, ApplicationEnd end, Thread thread) {

    /** Begins to look, on a thread of its own. */
    static Watch begin(Applications applications, ApplicationEnd end, Duration pause) {
      Thread thread = new Thread(() -> look(end, pause), "rolecall-yarn");
      thread.setDaemon(true);
      thread.start();
      return new Watch(applications, end, thread);
    }

    private static void look(ApplicationEnd end, Duration pause) {
      try {
        while (!end.isOver()) {
          Thread.sleep(pause.toMillis());
          end.look();
        }
      } catch (InterruptedException e) {
        // It is over otherwise.
      }
    }

    void close() {
      thread.interrupt();
      applications.close();
    }
  }

  /**
   * Begins to look.
   *
   * @param until until when
   * @param cluster where applications are asked for, if that is a part of it
   * @param clock this process's clock
   * @param say is told what a person should know, a line at a time
   * @throws IOException if an application is meant, and the cluster cannot be asked or knows none
   */
  public static KeepEnd begin(
      Until until, Applications.Cluster cluster, Clock clock, Consumer<String> say)
      throws IOException {
    String name = until.application().orElse(null);
    if (name == null) {
      return new KeepEnd(until, clock, Optional.empty());
    }
    Applications applications = cluster.open();
    try {
      ApplicationEnd end = new ApplicationEnd(applications, name, say);
      end.begin();
      return new KeepEnd(
          until, clock, Optional.of(Watch.begin(applications, end, cluster.pause())));
    } catch (IOException | RuntimeException e) {
      applications.close();
      throw e;
    }
  }

  @Override
  public boolean getAsBoolean() {
    return until.time().map(time -> !clock.instant().isBefore(start.plus(time))).orElse(false)
        // Not where nobody can tell: a disk that is away for a moment ends no job.
        || until.marker().map(Files::notExists).orElse(false)
        || watch.map(Watch::end).map(ApplicationEnd::isOver).orElse(false);
  }

  @Override
  public void close() {
    watch.ifPresent(Watch::close);
  }
}
