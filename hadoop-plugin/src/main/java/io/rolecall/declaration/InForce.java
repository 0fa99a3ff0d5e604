package io.rolecall.declaration;

import io.rolecall.process.Living;
import io.rolecall.routes.HadoopUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The declaration that is in force, and the file systems that were opened under it. When another
 * application starts in this process, those file systems end that have other routes or settings
 * under its declaration. Nothing is read and nothing is closed under the lock. Thread-safe.
 */
final class InForce {

  private static final Logger LOG = LoggerFactory.getLogger(InForce.class);

  private final Supplier<Optional<Launch>> launches;
  private final Living<OfLaunch, HadoopUser> opened = new Living<>();
  private final Object publishing = new Object();
  private volatile @Nullable Known known;

  /**
   * A declaration and the launch that it is of. It is kept until the next launch, because queries
   * may outlive the program that ran them.
   */
  private record Known(Object instance, Declaration declaration, int generation) {}

  /**
   * Nothing is in force yet.
   *
   * @param launches what this process was started with, as of now; empty if nothing is declared
   */
  InForce(Supplier<Optional<Launch>> launches) {
    this.launches = launches;
  }

  /** The declaration of the current launch. */
  Optional<Declaration> current() {
    return launches.get().map(this::of);
  }

  /** A thread may have been held up since it saw the launch, so that another is known already. */
  private Declaration of(Launch launch) {
    Known before = known;
    if (before != null && before.instance == launch.instance()) {
      return before.declaration;
    }
    Declaration read = Declaration.of(launch);
    List<OfLaunch> others = before == null ? List.of() : others(read, before.declaration);
    synchronized (publishing) {
      Known now = known;
      if (now != before || !isStill(launch)) {
        return now != null && now.instance == launch.instance() ? now.declaration : read;
      }
      // First, so that nobody meets the new application with the roles of the one before.
      others.forEach(OfLaunch::endWithLaunch);
      known = new Known(launch.instance(), read, before == null ? 0 : before.generation + 1);
    }
    others.forEach(InForce::close);
    if (before != null) {
      // Those that were opened meanwhile.
      others(read, before.declaration).forEach(InForce::end);
    }
    return read;
  }

  /** How many launches of this process have been followed by another one. */
  int generation() {
    current();
    Known now = known;
    return now == null ? 0 : now.generation;
  }

  private boolean isStill(Launch launch) {
    return launches.get().filter(now -> now.instance() == launch.instance()).isPresent();
  }

  private List<OfLaunch> others(Declaration now, Declaration before) {
    List<OfLaunch> others = new ArrayList<>();
    opened.forEach(
        (each, user) -> {
          if (!isSame(now, before, each, user)) {
            others.add(each);
          }
        });
    return others;
  }

  private static boolean isSame(
      Declaration now, Declaration then, OfLaunch opened, HadoopUser user) {
    return now == then || now.givesTheSame(then, opened.getConf(), opened.declaredBucket(), user);
  }

  /**
   * Remembers a file system.
   *
   * @param fileSystem the file system, initialised
   * @param user the user whose routes it has
   * @param under what was in force before it was initialised
   */
  void opened(OfLaunch fileSystem, HadoopUser user, Optional<Declaration> under) {
    opened.add(fileSystem, user);
    // An executor cannot compare routes, which its driver alone reads, and has one launch.
    current()
        .filter(now -> under.filter(then -> isSame(now, then, fileSystem, user)).isEmpty())
        .ifPresent(other -> end(fileSystem));
  }

  /** Forgets a file system that was closed. */
  void closed(OfLaunch fileSystem) {
    opened.remove(fileSystem);
  }

  private static void end(OfLaunch fileSystem) {
    fileSystem.endWithLaunch();
    close(fileSystem);
  }

  /** Closes it, which takes it out of Hadoop's cache, too. */
  private static void close(OfLaunch fileSystem) {
    try {
      fileSystem.close();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("closing {}", fileSystem, e);
    }
  }
}
