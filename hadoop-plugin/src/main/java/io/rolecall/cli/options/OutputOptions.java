package io.rolecall.cli.options;

import io.rolecall.doctor.check.JsonText;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How a command answers: as text for people, or as one JSON document. */
public final class OutputOptions {

  @Option(names = "--json", description = "Answer with one JSON document.")
  private boolean json;

  /** For picocli. */
  public OutputOptions() {}

  /**
   * Writes an answer.
   *
   * @param out where to
   * @param answer records, lists, maps, texts and numbers
   * @param text the same for people; ends with a line end
   */
  public void write(PrintWriter out, Object answer, Supplier<String> text) {
    out.print(json ? toJson(answer) + "\n" : text.get());
    out.flush();
  }

  /**
   * One JSON document.
   *
   * @param answer records, lists, maps, texts and numbers
   * @return the document, indented, without a line end
   */
  public static String toJson(Object answer) {
    return JsonText.of(answer);
  }
}
