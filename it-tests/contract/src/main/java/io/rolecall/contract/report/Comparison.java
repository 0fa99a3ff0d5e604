package io.rolecall.contract.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Two runs of the same suites.
 *
 * @param plain through S3A itself
 * @param rolecall through Rolecall
 */
record Comparison(SuiteResults plain, SuiteResults rolecall) {

  /** A test that ended otherwise with Rolecall. */
  record Difference(String test, Outcome plain, Outcome rolecall) {

    @Override
    public String toString() {
      return test + ": " + plain + " with plain S3A, " + rolecall + " with Rolecall";
    }
  }

  List<Difference> differences() {
    SortedSet<String> tests = new TreeSet<>(plain.outcomes().keySet());
    tests.addAll(rolecall.outcomes().keySet());
    List<Difference> differences = new ArrayList<>();
    for (String test : tests) {
      Outcome one = plain.of(test);
      Outcome other = rolecall.of(test);
      if (one != other) {
        differences.add(new Difference(test, one, other));
      }
    }
    return differences;
  }
}
