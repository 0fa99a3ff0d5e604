package io.rolecall.localaws.policy;

/** What a statement demands of the keys of a request. */
interface Demand {
  boolean isMet(RequestContext context);
}
