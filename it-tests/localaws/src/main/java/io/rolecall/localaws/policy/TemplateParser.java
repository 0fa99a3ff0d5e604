package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text of a policy. One thread, one text. */
final class TemplateParser {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{\\s*([^,}]*?)\\s*(?:, '([^'}]*)')?}");

  private final String text;
  private final Wildcards wildcards;
  private final boolean hasVariables;
  private final List<Template.Piece> pieces = new ArrayList<>();
  private boolean isFixed = true;
  private int segment;

  /**
   * @param text as it stands in the policy
   * @param wildcards where they count
   * @param hasVariables whether variables are replaced; otherwise they are taken as they stand
   */
  TemplateParser(String text, Wildcards wildcards, boolean hasVariables) {
    this.text = text;
    this.wildcards = wildcards;
    this.hasVariables = hasVariables;
  }

  Template parse(boolean ignoresCase) throws MalformedPolicyException {
    if (text.equals("*") && wildcards != Wildcards.NONE) {
      return new Template(text, List.of(context -> ".*"), true, ignoresCase);
    }
    int position = 0;
    Matcher variable = VARIABLE.matcher(text);
    while (position < text.length()) {
      if (!hasVariables || !text.startsWith("${", position)) {
        character(text.charAt(position++));
      } else if (variable.region(position, text.length()).lookingAt()) {
        variable(variable.group(1), variable.group(2));
        position = variable.end();
      } else {
        throw new MalformedPolicyException("A policy variable is not closed in " + text + '.');
      }
    }
    return new Template(text, pieces, isFixed, ignoresCase);
  }

  private void character(char c) {
    String regex = wildcards.regex(c, segment);
    pieces.add(context -> regex);
    if (c == ':') {
      segment++;
    }
  }

  private void variable(String name, String otherwise) throws MalformedPolicyException {
    if (wildcards == Wildcards.IN_SEGMENTS && Wildcards.isBeforeTheResource(segment)) {
      throw new MalformedPolicyException(
          "A policy variable stands before the fifth colon of " + text + '.');
    }
    if (name.equals("*") || name.equals("?") || name.equals("$")) {
      String literal = Pattern.quote(name);
      pieces.add(context -> literal);
      return;
    }
    ContextKey key = ContextKey.parse(name);
    if (key.isMultivalued()) {
      throw new MalformedPolicyException(
          "The multivalued key " + name + " cannot be a policy variable.");
    }
    isFixed = false;
    pieces.add(
        context -> {
          List<String> values = context.values(key.name());
          String value = values.isEmpty() ? otherwise : values.get(0);
          return value == null ? null : Pattern.quote(value);
        });
  }
}
