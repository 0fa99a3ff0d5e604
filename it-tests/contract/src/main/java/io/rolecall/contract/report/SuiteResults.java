package io.rolecall.contract.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The outcomes of one run, by test.
 *
 * @param outcomes by simple class name and test name; a repeated name is numbered
 */
record SuiteResults(SortedMap<String, Outcome> outcomes) {

  SuiteResults {
    outcomes = Collections.unmodifiableSortedMap(outcomes);
  }

  /**
   * Reads the XML reports that Maven's test plug-ins write.
   *
   * @param directory where the {@code TEST-*.xml} are
   * @throws IOException if there are none, or one cannot be read
   */
  static SuiteResults read(Path directory) throws IOException {
    Set<Path> files = new TreeSet<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "TEST-*.xml")) {
        reports.forEach(files::add);
      }
    }
    if (files.isEmpty()) {
      throw new IOException("no reports of tests in " + directory + ": did the suites run?");
    }
    SortedMap<String, Outcome> outcomes = new TreeMap<>();
    for (Path file : files) {
      read(file, outcomes);
    }
    return new SuiteResults(outcomes);
  }

  long count(Outcome outcome) {
    return outcomes.values().stream().filter(outcome::equals).count();
  }

  int size() {
    return outcomes.size();
  }

  Outcome of(String test) {
    return outcomes.getOrDefault(test, Outcome.MISSING);
  }

  private static void read(Path file, SortedMap<String, Outcome> outcomes) throws IOException {
    NodeList cases;
    try {
      cases =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getElementsByTagName("testcase");
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("cannot read the report " + file, e);
    }
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String name = simple(test.getAttribute("classname")) + '.' + test.getAttribute("name");
      String unique = name;
      for (int n = 2; outcomes.containsKey(unique); n++) {
        unique = name + " #" + n;
      }
      outcomes.put(unique, outcome(test));
    }
  }

  private static Outcome outcome(Element test) {
    if (has(test, "failure") || has(test, "error")) {
      return Outcome.FAILED;
    }
    return has(test, "skipped") ? Outcome.SKIPPED : Outcome.PASSED;
  }

  private static boolean has(Element test, String child) {
    return test.getElementsByTagName(child).getLength() > 0;
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
