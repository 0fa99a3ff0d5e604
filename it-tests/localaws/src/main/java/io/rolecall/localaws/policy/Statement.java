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
}
