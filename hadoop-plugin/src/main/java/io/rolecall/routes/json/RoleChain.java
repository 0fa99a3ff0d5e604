package io.rolecall.routes.json;

import static java.util.Objects.requireNonNull;

import io.rolecall.process.Once;
import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes chains of roles.
 *
 * @param asked the terms that the route asks for
 * @param endpoint the STS endpoint of all of them
 * @param by the base identity at the start
 */
public record RoleChain(SessionTerms asked, StsEndpoint endpoint, ChosenIdentity by) {

  private static final Logger LOG = LoggerFactory.getLogger(RoleChain.class);
  private static final Duration LONGEST_CHAINED = Duration.ofHours(1);

  /** What has been said once in this process. */
  private static final Once SAID = new Once();

  /**
   * The last role of a chain, whose first role is the one that a sign-in gives, if it gives one.
   *
   * @param asWritten the roles; at least one
   * @throws InvalidRouteException if one of them is not valid
   */
  public Access.Role of(List<RoutesJson.Link> asWritten) {
    List<RoutesJson.Link> links = new ArrayList<>(asWritten);
    if (by.role() != null && (links.get(0) == null || !by.role().equals(links.get(0).role()))) {
      links.add(0, new RoutesJson.Link(by.role(), null));
    }
    if (by.isSignIn()) {
      checkSignIn(links);
    }
    Access.@Nullable Role through = null;
    for (int i = 0; i < links.size(); i++) {
      RoutesJson.@Nullable Link link = links.get(i);
      if (link == null || link.role() == null) {
        throw new InvalidRouteException("an element of 'roles' has no 'role'");
      }
      through =
          new Access.Role(
              RoleArn.parse(link.role()),
              Optional.ofNullable(link.externalId()),
              terms(i > 0, i == links.size() - 1, by.isSignIn() && i == 0),
              endpoint,
              through,
              by.source());
      if (through.terms().duration().compareTo(asked.duration()) < 0) {
        sayLowered(through);
      }
    }
    return requireNonNull(through);
  }

  /** What STS does not take when a sign-in is exchanged. */
  private void checkSignIn(List<RoutesJson.Link> links) {
    if (links.get(0) != null && links.get(0).externalId() != null) {
      throw new InvalidRouteException(
          "'externalId' for a role that "
              + by.source()
              + " gives: only AssumeRole has one. Remove it, or put the role behind another");
    }
    if (links.size() == 1 && !(asked.tags().isEmpty() && asked.sourceIdentity().isEmpty())) {
      throw new InvalidRouteException(
          "session tags or a source identity for a role that "
              + by.source()
              + " gives: they come from the identity provider. Remove them, or put the role behind"
              + " another");
    }
  }

  private void sayLowered(Access.Role role) {
    if (SAID.isFirst(role.role() + " " + asked.duration())) {
      LOG.info(
          "{} is assumed by another role, which AWS allows for one hour at most: its sessions last"
              + " {} s instead of the {} s that are configured, and are renewed.",
          role.role(),
          role.terms().duration().toSeconds(),
          asked.duration().toSeconds());
    }
  }

  /**
   * The terms of one role of a chain. AWS grants a session that was got by a session at most one
   * hour. The session policy is about the last role: it would keep the others from going on. A
   * sign-in brings its own tags.
   */
  private SessionTerms terms(boolean chained, boolean last, boolean signedIn) {
    return new SessionTerms(
        chained && asked.duration().compareTo(LONGEST_CHAINED) > 0
            ? LONGEST_CHAINED
            : asked.duration(),
        asked.sessionName(),
        last ? asked.policy() : Optional.empty(),
        signedIn ? Map.of() : asked.tags(),
        signedIn ? Optional.empty() : asked.sourceIdentity());
  }
}
