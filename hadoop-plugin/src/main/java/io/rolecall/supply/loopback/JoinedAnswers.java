package io.rolecall.supply.loopback;

import static java.util.Objects.requireNonNull;

import io.rolecall.handoff.ContainerAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What is told under each path. Those who ask for the same at the same time get one answer
 * together: a path whose answer takes long holds one thread, which no other path needs.
 * Thread-safe.
 */
public final class JoinedAnswers implements AutoCloseable {

  /** How many wait for the same. */
  private static final int MOST = 256;

  private static final HttpAnswer TOO_MANY =
      new HttpAnswer(
          503, ContainerAnswer.failure("Busy", MOST + " others wait for the same: ask again"));

  private static final HttpAnswer FAILED =
      new HttpAnswer(503, ContainerAnswer.failure("Failed", "this is a bug in Rolecall"));

  private final Map<String, Question> questions = new TreeMap<>();
  private final ThreadPoolExecutor threads;

  /**
   * No thread is started yet.
   *
   * @param sources what is told, by path
   */
  JoinedAnswers(Map<String, Source> sources) {
    sources.forEach((path, source) -> questions.put(path, new Question(source)));
    threads =
        new ThreadPoolExecutor(
            Math.max(1, sources.size()),
            Math.max(1, sources.size()),
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // Of one for each path, at most.
            JoinedAnswers::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  /** What is told under one path. Thread-safe. */
  public interface Source {

    /** What is to be told now; may wait, bounded. */
    HttpAnswer answer();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "rolecall-answers");
    thread.setDaemon(true);
    return thread;
  }

  /** All paths. */
  Set<String> paths() {
    return questions.keySet();
  }

  /**
   * Asks; does not wait.
   *
   * @param path one of the paths
   * @param caller who is told
   * @return what he is told instead, if he is not to wait
   */
  Optional<HttpAnswer> ask(String path, Caller caller) {
    return requireNonNull(questions.get(path)).join(caller)
        ? Optional.empty()
        : Optional.of(TOO_MANY);
  }

  private final class Question implements Runnable {

    private final Source source;
    private final List<Caller> callers = new ArrayList<>();
    private boolean asked;

    Question(Source source) {
      this.source = source;
    }

    synchronized boolean join(Caller caller) {
      if (callers.size() >= MOST) {
        callers.removeIf(each -> !each.isHere());
      }
      if (callers.size() >= MOST) {
        return false;
      }
      callers.add(caller);
      if (!asked) {
        asked = true;
        threads.execute(this);
      }
      return true;
    }

    private synchronized List<Caller> takeAll() {
      List<Caller> all = List.copyOf(callers);
      callers.clear();
      asked = false;
      return all;
    }

    @Override
    public void run() {
      HttpAnswer answer = FAILED;
      try {
        answer = source.answer();
      } finally {
        for (Caller caller : takeAll()) {
          caller.answer(answer);
        }
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
