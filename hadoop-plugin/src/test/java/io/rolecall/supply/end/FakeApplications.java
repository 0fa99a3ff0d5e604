package io.rolecall.supply.end;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster with the applications that it is told of, by their ids or tags. Thread-safe. */
public final class FakeApplications implements Applications, Applications.Cluster {

  private final Map<String, Map<String, Application>> named = new LinkedHashMap<>();
  private @Nullable String failure;
  private @Nullable RuntimeException surprise;
  private boolean closed;

  public synchronized void put(String name, String id, boolean ended) {
    put(name, id, user(), ended);
  }

  public synchronized void put(String name, String id, String user, boolean ended) {
    named
        .computeIfAbsent(name, first -> new LinkedHashMap<>())
        .put(id, new Application(id, user, ended));
  }

  synchronized void forget(String name) {
    named.remove(name);
  }

  synchronized void fail(@Nullable String why) {
    failure = why;
  }

  /** Has it fail as Hadoop's clients do where a name does not resolve. */
  synchronized void surprise(@Nullable RuntimeException with) {
    surprise = with;
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized List<Application> find(String name) throws IOException {
    if (surprise != null) {
      throw surprise;
    }
    if (failure != null) {
      throw new IOException(failure);
    }
    return List.copyOf(named.getOrDefault(name, Map.of()).values());
  }

  @Override
  public String user() {
    return "alice";
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  @Override
  public Applications open() {
    return this;
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(1);
  }
}
