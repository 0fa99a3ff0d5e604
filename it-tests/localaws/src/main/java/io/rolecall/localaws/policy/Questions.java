package io.rolecall.localaws.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The questions that policies were asked, each once, in the order of their first. Thread-safe. */
public final class Questions implements Consumer<Question> {
  private final Set<Question> asked = new LinkedHashSet<>();

  public Questions() {}

  @Override
  public synchronized void accept(Question question) {
    asked.add(question);
  }

  public synchronized List<Question> all() {
    return List.copyOf(asked);
  }

  /** Writes them, one JSON object a line. */
  public void write(Path file) throws IOException {
    List<String> lines = all().stream().map(Question::toJson).toList();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines, StandardCharsets.UTF_8);
  }
}
