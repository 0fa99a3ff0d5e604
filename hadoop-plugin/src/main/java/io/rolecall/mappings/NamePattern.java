package io.rolecall.mappings;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A pattern of user or group names.
 *
 * @param text the pattern as it is written
 * @param names whom it names: each one, if it lists them; the pattern itself, if it does not;
 *     nobody in particular, if it fits every name
 * @param isListed whether it needs no pattern: it lists names, or fits every one
 */
record NamePattern(String text, Set<String> names, boolean isListed) {

  static final NamePattern EVERYBODY = new NamePattern("", Set.of(), true);

  /** Names that a pattern lists one by one. In names, a dot is a dot more often than any letter. */
  private static final Pattern NAMES = Pattern.compile("\\(?[\\w@-]+(\\|[\\w@-]+)*\\)?");

  /** Spellings of "any name at all". */
  private static final Set<String> ANY =
      Set.of(".*", ".+", ".*?", ".+?", ".*+", ".++", "[\\s\\S]*", "[\\s\\S]+", "[^\\s]+", "\\S+");

  static NamePattern of(String text) {
    if (ANY.contains(bare(text))) {
      return new NamePattern(text, Set.of(), true);
    }
    String names = text.replace("\\.", "").replace("\\-", "-");
    if (!NAMES.matcher(names).matches()) {
      return new NamePattern(text, Set.of(text), false);
    }
    Set<String> each = new TreeSet<>();
    for (String name : text.replaceAll("^\\(|\\)$", "").split("\\|")) {
      each.add(name.replace("\\", ""));
    }
    return new NamePattern(text, each, true);
  }

  boolean isEverybody() {
    return names.isEmpty();
  }

  /** Without what changes nothing around it: anchors, flags, a group. */
  private static String bare(String text) {
    String bare = text.replaceAll("^\\^|\\$$", "").replaceAll("^\\(\\?[a-z]+\\)", "");
    return bare.startsWith("(") && bare.endsWith(")")
        ? bare.substring(bare.startsWith("(?:") ? 3 : 1, bare.length() - 1)
        : bare;
  }
}
