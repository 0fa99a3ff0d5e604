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
}
