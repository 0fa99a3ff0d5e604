package io.rolecall.handoff;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers of a credential process that {@code bin/rolecall} gives again, without Java, as long as
 * the same is asked, in the same environment, and what they are made of is unchanged. Each is in a
 * file that only the user can read, and is replaced as a whole.
 */
public final class RepeatedAnswers {

  /**
   * The variable by which the script tells what is asked: a hash of the command line, the
   * environment, and the program.
   */
  public static final String CALL = "ROLECALL_CALL";

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final PrivateFolder folder;

  /**
   * Answers.
   *
   * @param folder their folder, which is that of the {@link SessionCache}
   */
  public RepeatedAnswers(Path folder) {
    this.folder = new PrivateFolder(folder);
  }

  /**
   * Whether a call can be answered again.
   *
   * @param call what the script told of it; empty without it
   * @return whether it is a hash
   */
  public static boolean isCall(String call) {
    return HASH.matcher(call).matches();
  }

  /**
   * Keeps an answer, unless it is made of something that may have changed.
   *
   * @param call the call
   * @param sources what the answer was made of
   * @param until when it is to be made anew
   * @param answer the answer, secrets and all
   * @throws IOException if it cannot be written for the user alone
   */
  public void put(String call, AnswerSources sources, Instant until, String answer)
      throws IOException {
    Optional<String> conditions = sources.conditions();
    if (conditions.isEmpty() || !isCall(call)) {
      return;
    }
    String text =
        "rolecall-answer 1\nuntil "
            + until.getEpochSecond()
            + "\n"
            + conditions.get()
            + "\n"
            + answer
            + "end\n";
    folder.write("answer-" + call, text.getBytes(StandardCharsets.UTF_8));
  }
}
