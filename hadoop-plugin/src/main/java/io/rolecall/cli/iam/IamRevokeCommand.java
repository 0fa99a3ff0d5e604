package io.rolecall.cli.iam;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.NamedSet;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.cli.options.UserOptions;
import io.rolecall.config.RolecallKeys;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.iam.Revocation;
import io.rolecall.iam.RevokedRole;
import io.rolecall.iam.UnknownCallerException;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedAs;
import io.rolecall.routes.RoutedFor;
import io.rolecall.sts.JobIdentity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolecall iam revoke}. */
@Command(
    name = "revoke",
    description = {
      "Writes the policies that end one job's sessions.",
      "For each role: what its trust policy and its permissions deny to",
      "sessions of the job's name, and to no others. Makes no network call."
    },
    mixinStandardHelpOptions = true)
public final class IamRevokeCommand implements Callable<Integer> {

  private static final String NAME = "{name}";
  private static final String USER = "{user}";

  /** What AWS allows; other jobs' ids may begin alike. */
  private static final int LONGEST = 64;

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private UserOptions user;
  @Mixin private CallerOptions callers;
  @Mixin private OutputOptions output;

  public IamRevokeCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * The answer.
   *
   * @param roles what the owner of each role sets
   * @param notes which roles' sessions do not tell the job
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Answer(
      @JsonInclude(JsonInclude.Include.ALWAYS) List<RevokedRole> roles, Set<String> notes) {}

  @Override
  public Integer call() throws CommandFailure {
    Configuration conf = configuration.read(context.environment());
    user.nameJob(conf);
    String id = conf.get(RolecallKeys.JOB_ID.name(), "");
    if (id.isEmpty()) {
      throw CommandFailure.usage("--job is missing: say whose sessions are to end");
    }
    HadoopUser caller = user.caller(conf);
    JobIdentity job =
        new JobIdentity(id, conf.get(RolecallKeys.JOB_NAME.name(), ""), caller.user());
    Set<String> notes = new LinkedHashSet<>();
    Map<String, String> byUser = new TreeMap<>();
    Revocation revocation =
        new Revocation(
            callers.names(),
            role -> {
              Optional<String> name = sessionName(job, role, notes);
              if (name.isPresent() && role.terms().sessionName().contains(USER)) {
                byUser.put(
                    role.role().toString(),
                    " has the session name '" + role.terms().sessionName() + "'");
              }
              return name;
            });
    try {
      for (RouteBook set : DeclaredSets.of(conf).all()) {
        for (RoutedFor routed : NamedSet.read(set, RouteBook::all)) {
          Optional<Route> route = route(routed, caller, byUser, notes);
          route.ifPresent(revocation::add);
          route.flatMap(IamRevokeCommand::ofBase).ifPresent(notes::add);
        }
        for (RoutedFor routed : NamedSet.read(set, RouteBook::everyOther)) {
          route(routed, caller, byUser, notes).ifPresent(revocation::add);
        }
      }
    } catch (UnknownCallerException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
    if (!user.isUserNamed()) {
      requireNoneByUser(byUser);
    }
    Answer answer = new Answer(revocation.roles(), notes);
    if (answer.roles().isEmpty()) {
      throw CommandFailure.configuration(
          notes.isEmpty()
              ? "no route has a role: there are no sessions to end"
              : String.join("\n", notes));
    }
    output.write(context.terminal().out(), answer, () -> text(answer));
    return ExitCode.OK;
  }

  /** The route of the job's user; empty if they have another of the place. */
  private static Optional<Route> route(
      RoutedFor routed, HadoopUser caller, Map<String, String> byUser, Set<String> notes) {
    return routed
        .as()
        .match(
            Optional::of,
            template -> {
              byUser.put(template.toString(), " depends on who calls");
              Optional<Route> route = template.callers().apply(caller);
              Optional<String> gone = route.flatMap(theirs -> goneRole(theirs, template));
              gone.ifPresent(notes::add);
              return route;
            });
  }

  /** The job may have begun when the user was in another group, or was allowed. */
  private static Optional<String> goneRole(Route route, RoutedAs.Template template) {
    return route
        .access()
        .match(
            role -> Optional.empty(),
            base -> Optional.empty(),
            anonymous -> Optional.empty(),
            nobody ->
                Optional.of(
                    nobody.why()
                        + ". A job that began before may still have sessions of "
                        + template
                        + ": if it does, deny them in that role as in the others"));
  }

  /** Denials of the operator's own sessions would end nothing, and nobody would see it. */
  private static void requireNoneByUser(Map<String, String> byUser) throws CommandFailure {
    Optional<String> role = byUser.keySet().stream().findFirst();
    if (role.isPresent()) {
      throw CommandFailure.usage(
          "--user is missing: "
              + role.get()
              + byUser.get(role.get())
              + ". Name the Hadoop user whose job it is");
    }
  }

  /** It has no session that would tell the job. */
  private static Optional<String> ofBase(Route route) {
    return route
        .access()
        .match(
            role -> Optional.empty(),
            base ->
                Optional.of(
                    route.place()
                        + " is accessed by the base identity itself, which goes on until the driver"
                        + " is stopped"),
            anonymous -> Optional.empty(),
            nobody -> Optional.empty());
  }

  /** What the job calls its session of a role. Routes see to it that the job's id is in it. */
  private static Optional<String> sessionName(
      JobIdentity job, Access.Role role, Set<String> notes) {
    boolean named =
        role.through() != null
            || role.by()
                .match(
                    own -> true, signIn -> signIn.matchSignIn(webIdentity -> true, saml -> false));
    String template = role.terms().sessionName();
    if (!named) {
      notes.add(
          role.role()
              + ": the identity provider names the sessions of a SAML sign-in, so they do not tell"
              + " the job");
      return Optional.empty();
    }
    if (job.id().length() > LONGEST) {
      notes.add(
          role.role()
              + ": a session's name has at most "
              + LONGEST
              + " characters, so that it does not tell the whole id of the job");
      return Optional.empty();
    }
    if (template.contains(NAME) && job.name().isEmpty()) {
      notes.add(
          role.role()
              + ": the session name '"
              + template
              + "' has the job's name, which is not known. Set "
              + RolecallKeys.JOB_NAME.name());
      return Optional.empty();
    }
    return Optional.of(job.sessionName(template));
  }

  private static String text(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (RevokedRole role : answer.roles()) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append("account ").append(role.account()).append(", role ").append(role.role());
      text.append("\nsession names: ").append(String.join(", ", role.sessionNames()));
      text.append("\nstatements to add to its trust policy:\n");
      text.append(OutputOptions.toJson(role.trust()));
      text.append("\npolicy to add to its permissions, under a name of its own:\n");
      text.append(OutputOptions.toJson(role.permissions())).append('\n');
    }
    answer.notes().forEach(note -> text.append("\nnote: ").append(note).append('\n'));
    return text.toString();
  }
}
