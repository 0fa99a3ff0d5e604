package io.rolecall.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes from event to event, and threads that run one at a time. A task that waits hands
 * control to another thread, which goes on with the events, and gets it back by an event: so what
 * happens, and in which order, is a matter of the seed alone. Nanoseconds since the start are true
 * time; what processes take for the time is their own matter.
 */
final class VirtualTime {

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom random;
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Semaphore done = new Semaphore(0);
  private long now;
  private long end;
  private long numbers;
  private long trace = 0x9E3779B97F4A7C15L;
  private boolean closed;
  private @Nullable Throwable failure;

  VirtualTime(SplittableRandom random) {
    this.random = random;
  }

  /** What happens at a time. */
  static final class Event implements Comparable<Event> {
    private final long due;
    private final long number;
    private final @Nullable SimulatedProcess process;
    private final Runnable task;
    private final @Nullable Parked wakes;
    private boolean cancelled;

    private Event(
        long due,
        long number,
        @Nullable SimulatedProcess process,
        Runnable task,
        @Nullable Parked wakes) {
      this.due = due;
      this.number = number;
      this.process = process;
      this.task = task;
      this.wakes = wakes;
    }

    boolean cancel() {
      boolean first = !cancelled;
      cancelled = true;
      return first;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(due, other.due);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** A thread that waits for an event. */
  static final class Parked {
    private final Worker worker;
    private boolean signalled;
    private boolean woken;

    private Parked(Worker worker) {
      this.worker = worker;
    }
  }

  /** Ends the threads of a process that was killed. Nobody handles it. */
  static final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1L;

    ProcessKilled() {
      super("killed", null, false, false);
    }
  }

  private final class Worker extends Thread {
    private volatile boolean mayGo;

    Worker() {
      super(null, null, "simulation", 256 * 1024);
      setDaemon(true);
    }

    void go() {
      mayGo = true;
      LockSupport.unpark(this);
    }

    void awaitTurn() {
      while (!mayGo) {
        LockSupport.park(this);
      }
      mayGo = false;
    }

    @Override
    public void run() {
      awaitTurn();
      passEvents(this);
    }
  }

  /** Nanoseconds since the start. */
  long now() {
    return now;
  }

  /** What has happened so far, in a number. */
  long trace() {
    return trace;
  }

  /** Makes something a part of the trace. */
  void note(long happening) {
    trace = (trace ^ happening) * 0x100000001B3L;
    trace ^= trace >>> 29;
  }

  /** The first violation; the simulation ends with it. */
  void fail(Throwable violation) {
    if (failure == null) {
      failure = violation;
    }
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** A moment later, as threads are: less than the given nanoseconds. */
  long moment(long most) {
    return random.nextLong(most);
  }

  /** Runs a task at a time, unless its process is dead then; later if the process pauses then. */
  Event at(long due, @Nullable SimulatedProcess process, Runnable task) {
    Event event = new Event(Math.max(due, now), numbers++, process, task, null);
    events.add(event);
    return event;
  }

  private void wakeAt(long due, @Nullable SimulatedProcess process, Parked parked) {
    events.add(new Event(Math.max(due, now), numbers++, process, () -> {}, parked));
  }

  /** The waiting of the current thread, to be {@link #park parked}. */
  Parked parking() {
    return new Parked((Worker) Thread.currentThread());
  }

  /** Ends a wait. */
  void signal(SimulatedProcess process, Parked parked) {
    if (!parked.signalled) {
      parked.signalled = true;
      wakeAt(now + moment(50_000), process, parked);
    }
  }

  /** Waits until the parking is signalled, or until a time; returns whether it was signalled. */
  boolean park(SimulatedProcess process, Parked parking, long until) {
    if (process.isDead()) {
      throw new ProcessKilled();
    }
    process.parked(parking);
    if (until != Long.MAX_VALUE) {
      wakeAt(until, process, parking);
    }
    Worker next = idle.poll();
    if (next == null) {
      next = new Worker();
      next.start();
    }
    next.go();
    parking.worker.awaitTurn();
    process.resumed(parking);
    if (process.isDead()) {
      throw new ProcessKilled();
    }
    return parking.signalled;
  }

  /** Wakes a thread of a dead process, so that it ends. */
  void end(Parked parked) {
    wakeAt(now, null, parked);
  }

  /** Lets time pass. */
  void runUntil(long time) {
    end = time;
    Worker worker = idle.poll();
    if (worker == null) {
      worker = new Worker();
      worker.start();
    }
    worker.go();
    done.acquireUninterruptibly();
    if (failure == null) {
      now = Math.max(now, time);
    }
  }

  private void passEvents(Worker me) {
    while (!closed) {
      Event event = failure == null ? events.peek() : null;
      if (event == null || event.due > end) {
        idle.push(me);
        done.release();
        me.awaitTurn();
        continue;
      }
      events.remove();
      pass(event, me);
    }
  }

  private void pass(Event event, Worker me) {
    if (event.cancelled) {
      return;
    }
    now = Math.max(now, event.due);
    SimulatedProcess process = event.process;
    if (process != null) {
      if (process.isDead()) {
        return;
      }
      if (process.pausedUntil() > now) {
        events.add(
            new Event(process.pausedUntil(), event.number, event.process, event.task, event.wakes));
        return;
      }
    }
    Parked wakes = event.wakes;
    if (wakes != null) {
      if (wakes.woken) {
        return;
      }
      wakes.woken = true;
      note(event.due);
      idle.push(me);
      wakes.worker.go();
      me.awaitTurn();
      return;
    }
    note(event.due ^ 1);
    try {
      event.task.run();
    } catch (ProcessKilled e) {
      // Its thread is free for others.
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Forgets what is to come, but for the ends of dead processes' threads, which come now. */
  void close() {
    failure = null;
    runUntil(now);
    events.clear();
    closed = true;
    idle.forEach(Worker::go);
  }
}
