package io.rolecall.iam.page;

import io.rolecall.iam.Reach;
import java.util.List;

/** What those who do something are known by, within one page. */
final class Actor {

  private Actor() {}

  static String role(String arn) {
    return "role " + arn;
  }

  /** Who is at the start of a route. */
  static String first(Reach reach) {
    return reach.start().map(start -> start.kind() + " " + start.arn()).orElse("nobody");
  }

  /** Who signs the requests of a route. */
  static String last(Reach reach) {
    List<Reach.Step> steps = reach.steps();
    return steps.isEmpty() ? first(reach) : role(steps.get(steps.size() - 1).role().toString());
  }
}
