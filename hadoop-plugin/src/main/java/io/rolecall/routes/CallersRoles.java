package io.rolecall.routes;

import io.rolecall.config.RolecallKeys;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleTemplate;
import io.rolecall.routes.json.FieldText;
import io.rolecall.routes.json.RoutesJson;
import io.rolecall.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The roles of a route that depend on who calls, and which of them its author allows. */
final class CallersRoles {

  private static final int MOST_SHOWN = 200;

  private final List<RoutesJson.Link> chain;
  private final List<RoleTemplate> templates;
  private final Pattern allowed;

  private CallersRoles(List<RoutesJson.Link> chain, List<RoleTemplate> templates, Pattern allowed) {
    this.chain = chain;
    this.templates = templates;
    this.allowed = allowed;
  }

  /** The roles of one caller, or why there are none. */
  sealed interface Outcome {

    <R> R match(
        Function<? super List<RoutesJson.Link>, ? extends R> roles,
        Function<? super String, ? extends R> none);
  }

  /** The chain of the caller's roles. */
  record Roles(List<RoutesJson.Link> chain) implements Outcome {
    @Override
    public <R> R match(
        Function<? super List<RoutesJson.Link>, ? extends R> roles,
        Function<? super String, ? extends R> none) {
      return roles.apply(chain);
    }
  }

  /** Why the caller has none. */
  record None(String why) implements Outcome {
    @Override
    public <R> R match(
        Function<? super List<RoutesJson.Link>, ? extends R> roles,
        Function<? super String, ? extends R> none) {
      return none.apply(why);
    }
  }

  /** Whether a role of a chain depends on who calls. */
  static boolean areIn(List<RoutesJson.Link> chain) {
    return chain.stream().anyMatch(CallersRoles::isTemplate);
  }

  private static boolean isTemplate(RoutesJson.@Nullable Link link) {
    return link != null && link.role() != null && RoleTemplate.isTemplate(link.role());
  }

  /**
   * The roles of a route.
   *
   * @param chain the roles as they are written; one at least is a template
   * @param allowed the route's pattern; null if it has none
   * @throws InvalidRouteException if a template or the pattern cannot be used, whoever calls
   */
  static CallersRoles of(List<RoutesJson.Link> chain, @Nullable String allowed) {
    List<RoleTemplate> templates =
        chain.stream()
            .filter(CallersRoles::isTemplate)
            .map(link -> new RoleTemplate(String.valueOf(link.role())))
            .toList();
    if (allowed == null) {
      throw new InvalidRouteException(
          "the role '"
              + templates.get(0)
              + "' depends on who calls: add 'allowed', a pattern of the ARNs that may come of it,"
              + " such as arn:aws:iam::222222222222:role/lake-[a-z]+");
    }
    try {
      return new CallersRoles(
          new ArrayList<>(chain), templates, Pattern.compile(FieldText.check("allowed", allowed)));
    } catch (PatternSyntaxException e) {
      throw new InvalidRouteException(
          "'allowed' is '"
              + OneLine.of(allowed, MOST_SHOWN)
              + "', which is no regular expression: "
              + e.getDescription());
    }
  }

  /** Roles as some caller may have them: to check what else the route says of them. */
  List<RoutesJson.Link> example() {
    return filled("x", "x");
  }

  /**
   * The roles of a caller.
   *
   * @param trusted whether names are believed that nobody has proven
   */
  Outcome of(HadoopUser caller, boolean trusted) {
    if (!trusted && !caller.isAuthenticated()) {
      return none(
          "nobody has proven that the user is '"
              + name(caller)
              + "': without Kerberos it is whoever HADOOP_USER_NAME says, and a proxy user is whoever"
              + " its real user says. Log in with Kerberos as this user; or, where everybody who"
              + " starts jobs may have everybody's roles, set "
              + RolecallKeys.SUBMITTERS_TRUSTED.name()
              + "=true");
    }
    boolean byUser = templates.stream().anyMatch(RoleTemplate::hasUser);
    if (byUser && !RoleTemplate.isName(caller.user())) {
      return none(
          "the user's name '"
              + name(caller)
              + "' cannot be part of a role: expected "
              + RoleTemplate.NAMES);
    }
    return templates.stream().anyMatch(RoleTemplate::hasGroup) ? byGroup(caller) : byName(caller);
  }

  private None none(String why) {
    return new None("its role is " + this + ", and " + why);
  }

  private static String name(HadoopUser caller) {
    return OneLine.of(caller.user(), MOST_SHOWN);
  }

  private Outcome byName(HadoopUser caller) {
    return isAllowed(caller.user(), "")
        ? new Roles(filled(caller.user(), ""))
        : none(
            "for the user '"
                + name(caller)
                + "' that would be "
                + templates.stream()
                    .map(template -> template.of(caller.user(), ""))
                    .collect(Collectors.joining(", "))
                + ", which the route's 'allowed' ("
                + OneLine.of(allowed(), MOST_SHOWN)
                + ") does not fit");
  }

  private Outcome byGroup(HadoopUser caller) {
    TreeSet<String> groups = new TreeSet<>(caller.groups());
    TreeMap<String, List<RoutesJson.Link>> byGroup = new TreeMap<>();
    groups.stream()
        .filter(RoleTemplate::isName)
        .filter(group -> isAllowed(caller.user(), group))
        .forEach(group -> byGroup.put(group, filled(caller.user(), group)));
    if (byGroup.size() == 1) {
      return new Roles(byGroup.firstEntry().getValue());
    }
    return none(
        byGroup.isEmpty()
            ? "none of the groups of the user '"
                + name(caller)
                + "' ("
                + OneLine.of(groups.toString(), MOST_SHOWN)
                + ") gives one that the route's 'allowed' ("
                + OneLine.of(allowed(), MOST_SHOWN)
                + ") fits"
            : "the user '"
                + name(caller)
                + "' is in several groups that each give one: "
                + OneLine.of(byGroup.keySet().toString(), MOST_SHOWN)
                + ". Let the route's 'allowed' ("
                + OneLine.of(allowed(), MOST_SHOWN)
                + ") fit one of them, or name a role for the user");
  }

  /** Each role that a template gives: one before the last may do as much as that. */
  private boolean isAllowed(String user, String group) {
    Predicate<String> fits = allowed.asMatchPredicate();
    return templates.stream().map(template -> template.of(user, group)).allMatch(fits);
  }

  private List<RoutesJson.Link> filled(String user, String group) {
    List<RoutesJson.Link> filled = new ArrayList<>();
    for (RoutesJson.Link link : chain) {
      filled.add(
          isTemplate(link)
              ? new RoutesJson.Link(
                  new RoleTemplate(String.valueOf(link.role())).of(user, group), link.externalId())
              : link);
    }
    return filled;
  }

  /** The roles as they are written. */
  List<String> written() {
    return chain.stream().map(link -> String.valueOf(link.role())).toList();
  }

  /** The regular expression of what may come of them. */
  String allowed() {
    return allowed.pattern();
  }

  /** The role that it leads to, as it is written. */
  @Override
  public String toString() {
    return String.valueOf(chain.get(chain.size() - 1).role());
  }
}
