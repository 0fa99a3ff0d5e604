package io.rolecall.localaws.policy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a policy could go without a difference to the questions that were asked: each of its
 * actions on each of its resources that no question needs, because none was about it, or another
 * one says the same. Policies are asked again for that, one by one.
 */
public final class UnusedParts {
  private UnusedParts() {}

  /**
   * Finds them.
   *
   * @param policy a policy
   * @param questions those that it was asked, and no others
   * @return in the order of the policy; one that denies is used by a question that others allow
   */
  public static List<Part> of(PolicyDocument policy, Collection<Question> questions) {
    Set<Part> needed =
        questions.stream()
            .flatMap(question -> policy.decidingAlone(question.request()).stream())
            .collect(Collectors.toSet());
    List<Part> unused = new ArrayList<>(policy.parts());
    unused.removeAll(needed);
    return unused;
  }

  /**
   * The same of all session policies that questions have.
   *
   * @param questions those that policies were asked
   * @return by session policy, in its JSON form
   * @throws MalformedPolicyException if one is none
   */
  public static Map<String, List<Part>> ofSessions(Collection<Question> questions)
      throws MalformedPolicyException {
    Map<String, List<Question>> bySession =
        questions.stream()
            .filter(question -> !question.sessionPolicy().isEmpty())
            .collect(
                Collectors.groupingBy(Question::sessionPolicy, TreeMap::new, Collectors.toList()));
    Map<String, List<Part>> unused = new TreeMap<>();
    for (Map.Entry<String, List<Question>> session : bySession.entrySet()) {
      unused.put(session.getKey(), of(PolicyDocument.parse(session.getKey()), session.getValue()));
    }
    return unused;
  }

  /**
   * Prints what of session policies is not used. Exits with 0 if all of it is.
   *
   * @param args files that {@link Questions#write} has written
   */
  public static void main(String[] args) throws IOException, MalformedPolicyException {
    List<Question> questions = new ArrayList<>();
    for (String file : args) {
      for (String line : Files.readAllLines(Path.of(file))) {
        questions.add(Question.parse(line));
      }
    }
    Map<String, List<Part>> sessions = ofSessions(questions);
    print(questions.size(), sessions, System.out);
    boolean isMinimal = !sessions.isEmpty() && sessions.values().stream().allMatch(List::isEmpty);
    System.exit(isMinimal ? 0 : 1);
  }

  private static void print(int questions, Map<String, List<Part>> sessions, PrintStream out) {
    out.println(questions + " different questions, " + sessions.size() + " session policies");
    sessions.forEach(
        (policy, unused) -> {
          out.println(policy);
          out.println(unused.isEmpty() ? "  each part is used" : "  not used:");
          unused.forEach(part -> out.println("    " + part));
        });
  }
}
