package io.rolecall.mappings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be said of mappings: which cannot become routes, and what changes for the others. */
final class ImportNotes {

  private final Map<Integer, List<String>> problems = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();

  /** The mapping, or a part of it, cannot become a route. */
  void problem(int number, String text) {
    problems.computeIfAbsent(number, absent -> new ArrayList<>()).add(text);
  }

  /** The mapping's route does something otherwise. */
  void difference(int number, String text) {
    differences.add("mapping " + number + ": " + text);
  }

  boolean hasProblem(int number) {
    return problems.containsKey(number);
  }

  /** Why a mapping is not imported: the first thing that was found. */
  String reason(int number) {
    return problems.getOrDefault(number, List.of("")).get(0);
  }

  List<String> problems() {
    List<String> all = new ArrayList<>();
    problems.forEach(
        (number, texts) -> texts.forEach(text -> all.add("mapping " + number + ": " + text)));
    return all;
  }

  /**
   * The routes of a list, of which some mappings may not be imported.
   *
   * @param list the mappings, those that are not imported among them
   * @param mappings how many there were
   * @throws MappingException if none of them can become a route
   */
  ImportedRoutes routes(FirstMatch list, int mappings) throws MappingException {
    if (mappings > 0 && problems.size() == mappings) {
      throw new MappingException(problems());
    }
    FirstMatch.Result result = list.routes();
    List<String> all = new ArrayList<>(differences);
    all.addAll(result.differences());
    return new ImportedRoutes(result.document(), all, problems());
  }
}
