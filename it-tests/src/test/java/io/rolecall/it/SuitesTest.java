package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code mvn verify} leaves to suites is run by a suite, and that by CI, but for one. */
class SuitesTest {

  private static final Path ROOT = Path.of("..");
  private static final Path CLASSES = Path.of("target", "test-classes");

  /** How a suite says which classes it runs, and that it runs what is tagged. */
  private static final Pattern RUNS =
      Pattern.compile(
          "(?m)^integration_tests [\"']?([\\w*,]+)\\S* .*-Dit\\.alone\\.groups=[\"']?suite\\b");

  /** The suites that run what is tagged, and the patterns of their classes. */
  private static Map<String, List<String>> suites() throws IOException {
    Map<String, List<String>> suites = new TreeMap<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("it-tests/suites"))) {
      for (Path file : files.sorted().toList()) {
        Matcher runs = RUNS.matcher(Files.readString(file));
        if (runs.find()) {
          suites.put(file.getFileName().toString(), List.of(runs.group(1).split(",")));
        }
      }
    }
    return suites;
  }

  /** A class of tests, perhaps only how it begins, and how its methods begin. */
  private static final Pattern NAMED =
      Pattern.compile("\\b(ITest\\w+|(?!SelfTest\\b)\\w+Test)\\b(\\*?)((?:[#+][\\w*]+)*)");

  /** Takes half an hour, of the hour that CI has. */
  private static final String LONG = "faults";

  private static boolean isTagged(AnnotatedElement element, String name) {
    return Stream.of(element.getAnnotationsByType(Tag.class))
        .anyMatch(tag -> tag.value().equals(name));
  }

  /** The classes that are tagged so, or that have a test which is. */
  private static List<String> tagged(String tag) throws IOException, ClassNotFoundException {
    List<String> tagged = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file :
          files
              .filter(path -> path.getFileName().toString().matches("ITest\\w+\\.class"))
              .toList()) {
        String name =
            CLASSES.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
        Class<?> tests = Class.forName(name, false, SuitesTest.class.getClassLoader());
        if (isTagged(tests, tag)
            || Stream.of(tests.getDeclaredMethods()).anyMatch(method -> isTagged(method, tag))) {
          tagged.add(tests.getSimpleName());
        }
      }
    }
    return tagged;
  }

  @Test
  void everyTestThatIsTaggedIsInASuiteThatCiRuns() throws Exception {
    String ci = Files.readString(ROOT.resolve(".ci/run"));
    Map<String, List<String>> suites = suites();
    assertThat(suites)
        .containsKeys("faults", "selftest", "slow", "strangers", "streams", "supply", "tools");
    List<String> tagged = tagged("suite");
    assertThat(tagged)
        .contains("ITestStreams", "ITestRunCommand", "ITestStrangers", "ITestSparkJob");
    for (String tests : tagged) {
      assertThat(suites.entrySet())
          .as(tests)
          .anyMatch(
              suite ->
                  (suite.getKey().equals(LONG)
                          || Pattern.compile("(?m)^suite \\d+ " + suite.getKey() + "\\b")
                              .matcher(ci)
                              .find())
                      && suite.getValue().stream().anyMatch(pattern -> fits(pattern, tests)));
    }
  }

  /** CI runs it each day: it is a part of what a change must pass. */
  @Test
  void soIsEachThatStartsCommands() throws Exception {
    Matcher runs =
        Pattern.compile("(?m)^integration_tests ([\\w,]+) -Dit\\.others\\.groups=commands\\b")
            .matcher(Files.readString(ROOT.resolve("it-tests/suites/commands")));
    assertThat(runs.find()).isTrue();
    assertThat(runs.group(1).split(",")).containsExactlyInAnyOrderElementsOf(tagged("commands"));
    assertThat(Files.readString(ROOT.resolve(".ci/run")))
        .containsPattern("(?m)^timed \\S+ commands\" it-tests/run commands$");
  }

  /** CI runs these each day before all that it takes in turns, if it has the time. */
  @Test
  void soIsEachJobOfSpark() throws Exception {
    Matcher runs =
        Pattern.compile(
                "(?m)^integration_tests ([\\w,]+) -Dit\\.alone\\.groups='jobs & !suite'"
                    + " -Dit\\.jobs\\.skip=false ")
            .matcher(Files.readString(ROOT.resolve("it-tests/suites/jobs")));
    assertThat(runs.find()).isTrue();
    List<String> tagged = new ArrayList<>(tagged("jobs"));
    tagged.addAll(tagged("paired"));
    assertThat(runs.group(1).split(",")).containsExactlyInAnyOrderElementsOf(tagged);
    assertThat(Files.readString(ROOT.resolve(".ci/run")))
        .containsPattern("(?m)^suite \\d+ jobs$(?s:.*)\nin_turns ");
  }

  /** What their modules leave out of {@code mvn verify}. */
  @Test
  void soAreTheJobsOfMapReduce() throws IOException {
    assertThat(Files.readString(ROOT.resolve("it-tests/mapreduce/pom.xml")))
        .contains("<mapreduce.skip>true</mapreduce.skip>");
    assertThat(Files.readString(ROOT.resolve("it-tests/suites/mapreduce")))
        .contains("-Dmapreduce.skip=false");
    assertThat(Files.readString(ROOT.resolve(".ci/run")))
        .containsPattern("(?m)^suite \\d+ mapreduce short$");
  }

  @Test
  void soIsWhatHadoopHasSuitesFor() throws IOException {
    assertThat(Files.readString(ROOT.resolve("it-tests/suites/contract")))
        .contains("-Dcontract.left.out=none");
    assertThat(Files.readString(ROOT.resolve("it-tests/suites/features")))
        .contains("-Dcontract.features.skip=false");
    assertThat(Files.readString(ROOT.resolve(".ci/run")))
        .containsPattern("(?m)^suite \\d+ contract$")
        .containsPattern("(?m)^suite \\d+ features$");
  }

  /** Unit tests that are tagged: a suite names each. */
  @Test
  void soIsEveryUnitTestThatIsTagged() throws IOException {
    String ci = Files.readString(ROOT.resolve(".ci/run"));
    List<String> tagged = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(ROOT.resolve("hadoop-plugin/src/test/java"))) {
      for (Path source : sources.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        if (Files.readString(source).contains("@Tag(\"suite\")")) {
          tagged.add(source.getFileName().toString().replace(".java", ""));
        }
      }
    }
    assertThat(tagged)
        .containsExactlyInAnyOrder("PlantedBugsTest", "PlantedFaultsTest", "RoutesTimesTest");
    assertThat(ci).containsPattern("(?m)^suite \\d+ planted$");
    assertThat(Files.readString(ROOT.resolve("it-tests/suites/planted")))
        .contains("-Dtest='PlantedFaultsTest,PlantedBugsTest' -Dunit.excluded.groups=none");
    // Prints times, which CI has no use for.
    assertThat(Files.readString(ROOT.resolve("it-tests/suites/bench"))).contains("RoutesTimesTest");
  }

  /** The key of its module that leaves it out of {@code mvn verify}. */
  @Test
  void soIsTheTableOfS3asKeys() throws IOException {
    assertThat(Files.readString(ROOT.resolve("it-tests/contract/pom.xml")))
        .contains("<contract.keys.skip>true</contract.keys.skip>");
    assertThat(Files.readString(ROOT.resolve("it-tests/suites/s3a-keys")))
        .contains("-Dcontract.keys.skip=false");
    assertThat(Files.readString(ROOT.resolve(".ci/run")))
        .containsPattern("(?m)^suite \\d+ s3a-keys$");
  }

  /**
   * A class that somebody renames would be left out without a word: failsafe is content with the
   * others. Of methods, the beginning may be named.
   */
  @Test
  void everyTestThatASuiteOrCiNamesIsThere() throws IOException {
    List<Path> scripts = new ArrayList<>(List.of(ROOT.resolve(".ci/run")));
    try (Stream<Path> suites = Files.list(ROOT.resolve("it-tests/suites"))) {
      scripts.addAll(suites.toList());
    }
    Map<String, String> sources = sources();
    int named = 0;
    for (Path script : scripts) {
      Matcher names = NAMED.matcher(Files.readString(script));
      while (names.find()) {
        named++;
        String name = names.group(1);
        boolean begins = !names.group(2).isEmpty();
        List<String> found =
            sources.entrySet().stream()
                .filter(
                    source ->
                        begins ? source.getKey().startsWith(name) : source.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(found).as("%s names %s", script, names.group()).isNotEmpty();
        assertThat(names.group(3).split("[#+]"))
            .as("%s names %s", script, names.group())
            .filteredOn(method -> !method.isEmpty())
            .allMatch(
                method ->
                    found.stream()
                        .anyMatch(
                            source ->
                                source.contains(
                                    method.endsWith("*")
                                        ? "void " + method.replace("*", "")
                                        : "void " + method + "(")));
      }
    }
    assertThat(named).isGreaterThan(30);
  }

  /** The tests of all modules, by name. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // What other builds change meanwhile.
            return Set.of("target", ".git", "node_modules").contains("" + folder.getFileName())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().matches(".*/src/test/java/.*\\.java")) {
              String name = file.getFileName().toString().replace(".java", "");
              sources.merge(name, Files.readString(file), String::concat);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  private static boolean fits(String pattern, String name) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
  }
}
