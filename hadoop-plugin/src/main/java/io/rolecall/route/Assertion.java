package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Where a SAML assertion comes from. */
public sealed interface Assertion {

  /**
   * What tells it from others; not for messages.
   *
   * @return a text
   */
  String distinction();

  /**
   * What each kind means to the caller. There is no other way to tell them apart.
   *
   * @param file for a file
   * @param command for a command
   * @param <R> the answer's type
   * @return the answer
   */
  <R> R match(
      Function<? super File, ? extends R> file, Function<? super Command, ? extends R> command);

  /**
   * A file that somebody or something writes.
   *
   * @param path the file
   */
  record File(Path path) implements Assertion {

    /** Checks that nothing is null. */
    public File {
      requireNonNull(path, "path");
    }

    @Override
    public <R> R match(
        Function<? super File, ? extends R> file, Function<? super Command, ? extends R> command) {
      return file.apply(this);
    }

    @Override
    public String distinction() {
      return "file " + path;
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * The standard output of a command, which is run whenever an assertion is needed.
   *
   * @param words the program and its arguments, which may be secret; no shell reads them
   * @param timeout how long it may run
   */
  record Command(List<String> words, Duration timeout) implements Assertion {

    /** Checks that there is a program. */
    public Command {
      words = List.copyOf(words);
      if (words.isEmpty() || words.get(0).isBlank()) {
        throw new InvalidRouteException("the command is empty; name a program");
      }
    }

    @Override
    public <R> R match(
        Function<? super File, ? extends R> file, Function<? super Command, ? extends R> command) {
      return command.apply(this);
    }

    @Override
    public String distinction() {
      StringBuilder text = new StringBuilder("command");
      words.forEach(word -> text.append(' ').append(word.length()).append(':').append(word));
      return text.toString();
    }

    /** The program, without its arguments. */
    @Override
    public String toString() {
      return "command " + words.get(0);
    }
  }
}
