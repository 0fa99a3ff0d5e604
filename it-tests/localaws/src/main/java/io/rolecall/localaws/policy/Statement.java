package io.rolecall.localaws.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy.
 *
 * @param allows whether its effect is Allow; otherwise Deny
 * @param principals whom it speaks of; null in a policy that belongs to one
 * @param actions the actions
 * @param resources the resources; null in a policy that belongs to one
 * @param demands what the request's keys have to meet
 */
record Statement(
    boolean allows,
    @Nullable Principals principals,
    Choice actions,
    @Nullable Choice resources,
    List<Demand> demands) {

  /**
   * How near the statement comes to a request; {@link Reach#NONE} where it does not speak of it.
   */
  Reach reach(AccessRequest request) {
    RequestContext context = request.context();
    boolean speaks =
        actions.has(request.action(), context)
            && (resources == null || resources.has(request.resource(), context))
            && demands.stream().allMatch(demand -> demand.isMet(context));
    if (!speaks) {
      return Reach.NONE;
    }
    return principals == null ? Reach.ITSELF : principals.reach(request.requester());
  }

  /**
   * Each of its actions on each of its resources.
   *
   * @param number which statement of its policy it is
   */
  List<Part> parts(int number) {
    return parts(number, actions.texts(), resources == null ? List.of("") : resources.texts());
  }

  /** Those of them by which it speaks of a request. */
  List<Part> partsFor(int number, AccessRequest request) {
    if (reach(request) == Reach.NONE) {
      return List.of();
    }
    RequestContext context = request.context();
    return parts(
        number,
        actions.textsFor(request.action(), context),
        resources == null ? List.of("") : resources.textsFor(request.resource(), context));
  }

  private List<Part> parts(int number, List<String> ofActions, List<String> ofResources) {
    return ofActions.stream()
        .flatMap(
            action ->
                ofResources.stream().map(resource -> new Part(number, allows, action, resource)))
        .toList();
  }
}
