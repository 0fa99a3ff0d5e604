package io.rolecall.iam.template;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Names for resources in one document, made of names that AWS allows more characters in. Different
 * ones stay different. Not thread-safe.
 */
final class ResourceNames {

  private final UnaryOperator<String> spelling;
  private final Set<String> taken = new HashSet<>();

  /**
   * None is taken yet.
   *
   * @param spelling a name with the characters that are allowed
   */
  ResourceNames(UnaryOperator<String> spelling) {
    this.spelling = spelling;
  }

  /** A name that no other resource of the document has. */
  String of(String name) {
    String spelled = spelling.apply(name);
    String free = spelled;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = spelled + i;
    }
    return free;
  }
}
