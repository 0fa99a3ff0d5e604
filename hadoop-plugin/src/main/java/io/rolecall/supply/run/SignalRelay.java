package io.rolecall.supply.run;

import io.rolecall.process.InterruptFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what this process is told by signals to the command that it waits for. A signal that
 * comes before there is one ends this process, as it would have. Thread-safe.
 */
final class SignalRelay {

  /** A shell's exit code of a process that a signal ended, less the signal's number. */
  private static final int ENDED_BY = 128;

  private static final String INTERRUPT = "INT";

  /** QUIT and USR2 are the JVM's own: it prints its threads, and stops some. */
  private static final List<String> RELAYED = List.of(INTERRUPT, "TERM", "HUP", "USR1");

  private final Runnable cleanUp;
  private @Nullable Process command;

  /**
   * Nothing is relayed yet.
   *
   * @param cleanUp what is left to do where this process ends at once
   */
  SignalRelay(Runnable cleanUp) {
    this.cleanUp = cleanUp;
  }

  /**
   * From now on signals come here.
   *
   * @throws IOException if Java keeps them for itself
   */
  void bind() throws IOException {
    for (String name : RELAYED) {
      try {
        new IrqHandler(name, signal -> relay(signal.getName(), signal.getNumber())).bind();
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "SIG" + name + " cannot be passed on: remove -Xrs from ROLECALL_OPTS", e);
      }
    }
  }

  /**
   * Starts the command; from now on signals go to it.
   *
   * @throws IOException if it cannot be started
   */
  synchronized Process start(ProcessBuilder builder) throws IOException {
    Process started = builder.start();
    command = started;
    return started;
  }

  /** The command has ended, and this process goes on: a signal ends it from now on. */
  synchronized void forget() {
    command = null;
  }

  private synchronized void relay(String name, int number) {
    Process present = command;
    if (present == null) {
      cleanUp.run();
      Runtime.getRuntime().halt(ENDED_BY + number);
    } else if (present.isAlive() && !(name.equals(INTERRUPT) && isForeground())) {
      send(name, present);
    }
  }

  private static void send(String name, Process process) {
    if (name.equals("TERM")) {
      process.destroy();
      return;
    }
    try {
      // The shell's own kill: there may be no other.
      new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, "" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy(); // It is to end, one way or the other.
    } catch (InterruptedException e) {
      InterruptFlag.restore();
    }
  }

  /**
   * Whether this process is in its terminal's foreground: then the terminal has interrupted the
   * command too, and a second interrupt would have it end without cleaning up.
   */
  private static boolean isForeground() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      // After the name, which may hold anything: state, parent, group, session, terminal, its
      // group.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      return !fields.get(4).equals("0") && fields.get(5).equals(fields.get(2));
    } catch (IOException | RuntimeException e) {
      return false; // Not on Linux.
    }
  }
}
