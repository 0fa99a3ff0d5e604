package io.rolecall.localaws.policy;

import java.util.List;

/**
 * A statement's actions or resources.
 *
 * @param templates what it lists
 * @param inverted whether it means all but these: NotAction, NotResource
 */
record Choice(List<Template> templates, boolean inverted) {

  boolean has(String value, RequestContext context) {
    return templates.stream().anyMatch(template -> template.matches(value, context)) != inverted;
  }

  /** As the statement writes them; what it inverts is one. */
  List<String> texts() {
    return inverted
        ? List.of("all but " + templates)
        : templates.stream().map(Template::toString).toList();
  }

  /** Those of {@link #texts} that a value fits. */
  List<String> textsFor(String value, RequestContext context) {
    if (inverted) {
      return has(value, context) ? texts() : List.of();
    }
    return templates.stream()
        .filter(template -> template.matches(value, context))
        .map(Template::toString)
        .toList();
  }
}
