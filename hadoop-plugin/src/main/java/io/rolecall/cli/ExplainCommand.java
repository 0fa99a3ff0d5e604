package io.rolecall.cli;

import io.rolecall.cli.Explanation.AssumedRole;
import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.NamedSet;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.cli.options.PlaceConverter;
import io.rolecall.cli.options.UserOptions;
import io.rolecall.config.EmrKeys;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.doctor.routes.NoRoute;
import io.rolecall.driver.TrialJob;
import io.rolecall.route.Place;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.Routed;
import io.rolecall.text.TextTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rolecall explain}. */
@Command(
    name = "explain",
    description = {
      "Tells how a location is accessed, and why.",
      "Shows its route, the roles, what STS is asked for, and the routes",
      "that lost; then each catalog with keys of its own that says",
      "something else. Makes no network call."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private UserOptions user;
  @Mixin private OutputOptions output;

  @Parameters(
      paramLabel = "LOCATION",
      converter = PlaceConverter.class,
      description = "s3a://bucket or s3a://bucket/key.")
  private Place location;

  ExplainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    Configuration conf = configuration.read(context.environment());
    user.nameJob(conf);
    HadoopUser caller = user.caller(conf);
    List<RouteBook> sets = DeclaredSets.of(conf).all();
    List<Explanation> explanations =
        sets.stream().map(set -> NamedSet.read(set, book -> explain(book, caller))).toList();
    Explanation explanation =
        explanations.get(0).with(explanations.subList(1, explanations.size()));
    output.write(context.terminal().out(), explanation, () -> text(explanation));
    Explanation decides =
        explanation
            .routed()
            .orElseThrow(
                () -> CommandFailure.configuration(NoRoute.message(sets.get(0), location)));
    if (decides.closed() != null) {
      throw CommandFailure.configuration(decides.closed());
    }
    return ExitCode.OK;
  }

  private Explanation explain(RouteBook set, HadoopUser caller) {
    if (!set.name().equals(DeclaredSets.EMRFS)) {
      location.toLocation().ifPresent(s3 -> EmrKeys.checkS3A(set.conf(), s3.bucket()));
    }
    Routed routed = set.of(location, caller);
    try (TrialJob job = TrialJob.of(routed, context.clock())) {
      return Explanation.of(routed, location, job.job(), job.isJobKnown());
    }
  }

  private static String text(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    line(text, "location", explanation.location());
    add(text, explanation);
    for (Explanation other : explanation.sets()) {
      text.append('\n');
      line(text, "set", String.valueOf(other.set()));
      add(text, other);
    }
    return text.toString();
  }

  private static void add(StringBuilder text, Explanation explanation) {
    line(text, "route", explanation.route() == null ? "none" : explanation.route());
    if (explanation.access().equals("base identity")) {
      line(text, "access", "the base identity itself, which only the driver has");
    }
    if (explanation.access().equals("anonymous")) {
      line(text, "access", "anonymous: requests are sent without a signature");
    }
    if (explanation.closed() != null) {
      line(text, "access", "none for user '" + explanation.user() + "'");
    }
    List<AssumedRole> roles = explanation.roles();
    for (int i = 0; i < roles.size(); i++) {
      String by = i == 0 ? "the base identity" : roles.get(i - 1).role();
      text.append('\n');
      add(text, roles.get(i), by);
    }
    if (!explanation.lost().isEmpty()) {
      TextTable table = new TextTable("route", "access", "lost because it");
      explanation.lost().stream()
          .limit(SHOWN)
          .forEach(lost -> table.row(lost.route(), lost.access(), lost.reason()));
      text.append('\n').append(table);
      if (explanation.lost().size() > SHOWN) {
        text.append("... and ").append(explanation.lost().size() - SHOWN).append(" more\n");
      }
    }
  }

  private static void add(StringBuilder text, AssumedRole role, String by) {
    line(text, "role", role.role());
    line(text, "assumed by", by);
    line(text, "external id", role.externalId() ? "yes" : "none");
    line(text, "duration", role.durationSeconds() + " s");
    line(text, "session name", role.sessionName());
    line(text, "tags", tags(role.tags()));
    line(text, "source identity", role.sourceIdentity() == null ? "none" : role.sourceIdentity());
    line(text, "policy", role.policy() == null ? "none" : role.policy());
    line(
        text,
        "STS",
        (role.stsEndpoint() == null ? "AWS's endpoint" : role.stsEndpoint())
            + (role.region() == null
                ? ", region of the SDK's region chain"
                : ", region " + role.region()));
  }

  private static String tags(Map<String, String> tags) {
    return tags.isEmpty()
        ? "none"
        : tags.entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-17s%s%n", name, value));
  }
}
