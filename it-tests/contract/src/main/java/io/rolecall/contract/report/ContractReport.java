package io.rolecall.contract.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the contract suites said, and whether Rolecall is to them what plain S3A is.
 *
 * <p>Ends with 1 if a test ended otherwise than with plain S3A, or failed, or if there were too few
 * sessions for the run to mean anything.
 */
public final class ContractReport {

  private final Path directory;
  private final PrintStream out;

  ContractReport(Path directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  /**
   * Reports on one version of Hadoop.
   *
   * @param args the directory with the reports of the runs: {@code rolecall}, and {@code plain} if
   *     S3A itself ran too
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: ContractReport DIRECTORY");
      System.exit(2);
    }
    if (!new ContractReport(Path.of(args[0]), System.out).print()) {
      System.exit(1);
    }
  }

  /** Prints, and says whether all is well. */
  boolean print() throws IOException {
    List<String> complaints = new ArrayList<>();
    SuiteResults rolecall = SuiteResults.read(directory.resolve("rolecall"));
    row("", "run", "failed", "skipped");
    Path plainDirectory = directory.resolve("plain");
    if (Files.isDirectory(plainDirectory)) {
      SuiteResults plain = SuiteResults.read(plainDirectory);
      row("plain S3A", plain);
      row("Rolecall", rolecall);
      for (Comparison.Difference difference : new Comparison(plain, rolecall).differences()) {
        out.println("different: " + difference);
        complaints.add(difference.test());
      }
    } else {
      row("Rolecall", rolecall);
    }
    rolecall.outcomes().forEach((test, outcome) -> complainOf(test, outcome, complaints));
    sessions(complaints);
    out.println(
        rolecall.count(Outcome.PASSED)
            + " passed, "
            + rolecall.count(Outcome.FAILED)
            + " failed, "
            + rolecall.count(Outcome.SKIPPED)
            + " skipped");
    return complaints.isEmpty();
  }

  private void complainOf(String test, Outcome outcome, List<String> complaints) {
    if (outcome == Outcome.FAILED) {
      out.println("failed: " + test);
      complaints.add(test);
    }
  }

  private void sessions(List<String> complaints) throws IOException {
    SessionCount sessions = SessionCount.read(directory.resolve("rolecall/access.log"));
    out.printf(
        Locale.ROOT,
        "Rolecall lived on %d sessions of %d s each for %d s: %d requests, %d of them repeated"
            + " because their session had expired%n",
        sessions.used(),
        SessionCount.LIFETIME.toSeconds(),
        sessions.elapsed().toSeconds(),
        sessions.requests(),
        sessions.expired());
    if (!sessions.isMany()) {
      out.println("too few sessions: this run shows nothing about their expiry");
      complaints.add("sessions");
    }
  }

  private void row(String name, SuiteResults results) {
    row(name, results.size(), results.count(Outcome.FAILED), results.count(Outcome.SKIPPED));
  }

  private void row(String name, Object run, Object failed, Object skipped) {
    out.printf("%-10s %6s %7s %8s%n", name, run, failed, skipped);
  }
}
