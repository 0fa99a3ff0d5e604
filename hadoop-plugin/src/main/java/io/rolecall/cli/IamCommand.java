package io.rolecall.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.failure.FileFailure;
import io.rolecall.iam.AccountPolicies;
import io.rolecall.iam.KeyPolicy;
import io.rolecall.iam.OwnersPolicies;
import io.rolecall.iam.PolicyTooLongException;
import io.rolecall.iam.UnknownCallerException;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedFor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
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
      "the permissions of the base identity, and the policies of buckets and",
      "KMS keys that roles of other accounts use. Makes no network call."
    },
    mixinStandardHelpOptions = true)
final class IamCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CallerOptions callers;
  @Mixin private StorageOptions storage;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = IamFormat.Converter.class,
      completionCandidates = IamFormat.Names.class,
      description = {"One of: ${COMPLETION-CANDIDATES}. Default: text."})
  private @Nullable IamFormat format;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "Only what the owner of this account sets.")
  private @Nullable String account;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write a file for each account, in a folder of its name below this one. A file that is"
              + " there is replaced.")
  private @Nullable Path folder;

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
    IamFormat chosen = chosenFormat();
    Answer answer;
    try {
      answer = answer(configuration.read(context.environment()));
    } catch (UnknownCallerException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (PolicyTooLongException e) {
      throw CommandFailure.configuration(String.valueOf(e.getMessage()));
    }
    if (answer.accounts().isEmpty()) {
      throw CommandFailure.configuration(
          "no route needs a role or the base identity: is this the configuration that the job has?"
              + " (HADOOP_CONF_DIR, --conf-file)");
    }
    Answer wanted = ofAccount(answer);
    if (folder != null) {
      writeFiles(chosen, wanted, folder);
    } else {
      write(chosen, wanted);
    }
    return ExitCode.OK;
  }

  private IamFormat chosenFormat() throws CommandFailure {
    if (format != null && json && format != IamFormat.JSON) {
      throw CommandFailure.usage(
          "--json and --format " + format.formatName() + ": say one of them");
    }
    return format != null ? format : json ? IamFormat.JSON : IamFormat.TEXT;
  }

  private Answer answer(Configuration conf) throws CommandFailure {
    List<RouteBook> sets = DeclaredSets.of(conf).all();
    List<RoutedFor> routes = new ArrayList<>();
    List<RoutedFor> everyOther = new ArrayList<>();
    for (RouteBook set : sets) {
      routes.addAll(NamedSet.read(set, RouteBook::all));
      everyOther.addAll(NamedSet.read(set, RouteBook::everyOther));
    }
    Set<String> notes = new LinkedHashSet<>();
    Set<S3Location> locations = new LinkedHashSet<>(locations(routes));
    OwnersPolicies policies =
        new OwnersPolicies(
            callers.names(),
            storage.read(
                sets.stream().map(RouteBook::conf).toList(),
                locations,
                isOfAws(routes, everyOther),
                notes));
    for (RoutedFor routed : routes) {
      boolean isS3 = !routed.route().location().isClient();
      policies.add(routed.route(), isS3);
      if (!isS3) {
        notes.add(
            routed.route().location()
                + ": what its role needs of the service is not in the routes. Write its permissions"
                + " by hand");
      }
    }
    for (RoutedFor routed : everyOther) {
      policies.add(routed.route(), false);
      notes.add(
          "every other bucket: "
              + routed.route().access()
              + " gets no permission of S3 here but for buckets that routes name; it would be one"
              + " for all buckets. Name the buckets in routes, or write its permissions by hand");
    }
    if (sets.size() > 1) {
      for (RouteBook set : sets) {
        notes.addAll(policies.leave(new HashSet<>(locations(set.all())), set.name()));
      }
    }
    policies.pathlessCaller().ifPresent(notes::add);
    notes.addAll(policies.wider());
    List<AccountPolicies> accounts = policies.byAccount();
    notes.addAll(OwnersPolicies.longOnes(accounts));
    if (policies.baseIdentities().size() > 1) {
      notes.add(
          "the routes have several base identities, and all of them stand for --principal here: "
              + String.join(", ", policies.baseIdentities()));
    }
    return new Answer(accounts, List.copyOf(notes));
  }

  private static List<S3Location> locations(List<RoutedFor> routes) {
    return routes.stream()
        .map(routed -> routed.route().location())
        .filter(location -> !location.isClient())
        .toList();
  }

  /** Other stores call accounts as they like, and say so by the partition of their roles. */
  private static boolean isOfAws(List<RoutedFor> routes, List<RoutedFor> everyOther) {
    return Stream.concat(routes.stream(), everyOther.stream())
        .flatMap(routed -> partition(routed.route()).stream())
        .allMatch(partition -> partition.startsWith("aws"));
  }

  private static Optional<String> partition(Route route) {
    return route
        .access()
        .match(
            role -> Optional.of(role.role().partition()),
            base -> Optional.empty(),
            anonymous -> Optional.empty(),
            nobody -> Optional.empty());
  }

  private Answer ofAccount(Answer answer) throws CommandFailure {
    if (account == null) {
      return answer;
    }
    List<AccountPolicies> its =
        answer.accounts().stream().filter(owner -> owner.account().equals(account)).toList();
    if (its.isEmpty()) {
      throw CommandFailure.usage(
          "--account '" + account + "': the routes need nothing of it. They do of " + ids(answer));
    }
    return new Answer(its, answer.notes());
  }

  private static String ids(Answer answer) {
    return answer.accounts().stream()
        .map(AccountPolicies::account)
        .collect(Collectors.joining(", "));
  }

  private void write(IamFormat chosen, Answer answer) throws CommandFailure {
    PrintWriter out = context.terminal().out();
    if (chosen == IamFormat.JSON) {
      out.println(OutputOptions.toJson(answer));
    } else if (chosen == IamFormat.TEXT) {
      out.print(answer.accounts().stream().map(IamText::of).collect(Collectors.joining("\n")));
      answer.notes().forEach(note -> out.print("\nnote: " + note + "\n"));
    } else {
      out.print(onlyDocument(chosen, answer));
      notes(chosen, answer).forEach(note -> context.terminal().err().println("rolecall: " + note));
    }
    out.flush();
  }

  private static String onlyDocument(IamFormat chosen, Answer answer) throws CommandFailure {
    if (answer.accounts().size() > 1) {
      throw CommandFailure.usage(
          "--format "
              + chosen.formatName()
              + " writes a document for one account, and the routes need something of "
              + ids(answer)
              + ". Say which with --account ID, or where to write all of them with --out DIR");
    }
    return chosen
        .write(answer.accounts().get(0))
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "there is nothing that "
                        + chosen.formatName()
                        + " would set in the account "
                        + ids(answer)
                        + ": 'rolecall iam' without --format shows all",
                    null));
  }

  /** What the documents have no place for. */
  private static List<String> notes(IamFormat chosen, Answer answer) {
    List<String> notes = new ArrayList<>(answer.notes());
    if (chosen.isPerAccount()) {
      for (AccountPolicies owner : answer.accounts()) {
        for (KeyPolicy key : owner.keys()) {
          notes.add(
              "the policy of the key "
                  + key.key()
                  + " is not in the document, which would replace it whole. 'rolecall iam' without"
                  + " --format shows the statements to add");
        }
      }
    }
    return notes;
  }

  private void writeFiles(IamFormat chosen, Answer answer, Path root) throws CommandFailure {
    PrintWriter out = context.terminal().out();
    for (AccountPolicies owner : answer.accounts()) {
      Optional<String> document = chosen.write(owner);
      if (document.isEmpty()) {
        continue;
      }
      Path file = root.resolve(owner.account()).resolve(chosen.fileName());
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, document.get());
      } catch (IOException e) {
        throw CommandFailure.failed("cannot write " + file + ": " + FileFailure.reason(e), e);
      }
      out.println(file);
    }
    notes(chosen, answer).forEach(note -> out.println("note: " + note));
    out.flush();
  }
}
