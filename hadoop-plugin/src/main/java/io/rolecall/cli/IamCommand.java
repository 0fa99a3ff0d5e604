package io.rolecall.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.iam.AccountPolicies;
import io.rolecall.iam.BasePolicies;
import io.rolecall.iam.CallerNames;
import io.rolecall.iam.OwnersPolicies;
import io.rolecall.iam.RolePolicies;
import io.rolecall.iam.UnknownCallerException;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolecall iam}. */
@Command(
    name = "iam",
    description = {
      "Writes the IAM policies that the routes need.",
      "For each account: the trust policy and the permissions of each role,",
      "and the permissions of the base identity. Makes no network call."
    },
    mixinStandardHelpOptions = true)
final class IamCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private OutputOptions output;

  @Option(
      names = "--principal",
      paramLabel = "ARN",
      description = {
        "The base identity, as 'aws sts get-caller-identity' prints it.",
        "Of a role's session, the role is taken."
      })
  private @Nullable String principal;

  @Option(
      names = "--saml-provider",
      paramLabel = "ARN",
      description = "The SAML provider, where an identity does not name it.")
  private @Nullable String samlProvider;

  @Option(
      names = "--oidc-provider",
      paramLabel = "ARN",
      description = "The OpenID Connect provider of web identity tokens.")
  private @Nullable String oidcProvider;

  @Option(
      names = "--subject",
      paramLabel = "SUB",
      description = "The subject of web identity tokens.")
  private @Nullable String subject;

  @Option(
      names = "--audience",
      paramLabel = "AUD",
      defaultValue = "sts.amazonaws.com",
      description = "The audience of web identity tokens; ${DEFAULT-VALUE} unless set.")
  private String audience;

  IamCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * The answer.
   *
   * @param accounts what each owner sets
   * @param notes what the routes need besides
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Answer(
      @JsonInclude(JsonInclude.Include.ALWAYS) List<AccountPolicies> accounts,
      List<String> notes) {}

  @Override
  public Integer call() throws CommandFailure {
    RouteBook book = RouteBook.of(configuration.read(context.environment()));
    Answer answer;
    try {
      answer = answer(book);
    } catch (UnknownCallerException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
    if (answer.accounts().isEmpty()) {
      throw CommandFailure.configuration(
          "no route needs a role or the base identity: is this the configuration that the job has?"
              + " (HADOOP_CONF_DIR, --conf-file)");
    }
    output.write(context.terminal().out(), answer, () -> text(answer));
    return ExitCode.OK;
  }

  private Answer answer(RouteBook book) {
    OwnersPolicies policies =
        new OwnersPolicies(
            new CallerNames(
                Optional.ofNullable(principal),
                Optional.ofNullable(samlProvider),
                Optional.ofNullable(oidcProvider),
                Optional.ofNullable(subject),
                audience));
    List<String> notes = new ArrayList<>();
    for (RoutedFor routed : book.all()) {
      boolean isS3 = !routed.route().location().isClient();
      policies.add(routed.route(), isS3);
      if (!isS3) {
        notes.add(
            routed.route().location()
                + ": what its role needs of the service is not in the routes. Write its permissions"
                + " by hand");
      }
    }
    for (RoutedFor routed : book.everyOther()) {
      policies.add(routed.route(), false);
      notes.add(
          "every other bucket: "
              + routed.route().access()
              + " gets no permission of S3 here but for buckets that routes name; it would be one"
              + " for all buckets. Name the buckets in routes, or write its permissions by hand");
    }
    notes.addAll(policies.wider());
    if (policies.baseIdentities().size() > 1) {
      notes.add(
          "the routes have several base identities, and all of them stand for --principal here: "
              + String.join(", ", policies.baseIdentities()));
    }
    return new Answer(policies.byAccount(), notes);
  }

  private static String text(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (AccountPolicies account : answer.accounts()) {
      text.append(text.isEmpty() ? "" : "\n").append("account ").append(account.account());
      text.append('\n');
      account.roles().forEach(role -> add(text, role));
      if (account.baseIdentity() != null) {
        add(text, account.baseIdentity());
      }
    }
    answer.notes().forEach(note -> text.append("\nnote: ").append(note).append('\n'));
    return text.toString();
  }

  private static void add(StringBuilder text, RolePolicies role) {
    text.append("\nrole ").append(role.role()).append('\n');
    text.append("MaxSessionDuration: ").append(role.maxSessionDurationSeconds());
    text.append(" s or more\ntrust policy:\n").append(OutputOptions.toJson(role.trustPolicy()));
    text.append('\n');
    if (role.permissions() == null) {
      text.append("permissions: none\n");
    } else {
      text.append("permissions:\n").append(OutputOptions.toJson(role.permissions())).append('\n');
    }
  }

  private static void add(StringBuilder text, BasePolicies base) {
    text.append("\nbase identity ").append(base.principal()).append('\n');
    if (base.permissions() == null) {
      text.append("permissions: none; the roles of its own account name it\n");
    } else {
      text.append("permissions:\n").append(OutputOptions.toJson(base.permissions())).append('\n');
    }
  }
}
