package io.rolecall.cli.iam;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.failure.FileFailure;
import io.rolecall.iam.UnknownCallerException;
import io.rolecall.iam.page.OwnersPage;
import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.policy.UnwritablePolicyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
public final class IamCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CallerOptions callers;
  @Mixin private StorageOptions storage;
  @Mixin private RoutesOfUsers users;

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

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page that shows who reaches what, for owners and auditors. It has no secrets. A"
              + " file that is there is replaced.")
  private @Nullable Path page;

  /** A command that writes and reads where the context says. */
  public IamCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    try {
      return answer(chosenFormat());
    } catch (UnknownCallerException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (UnwritablePolicyException e) {
      throw CommandFailure.configuration(String.valueOf(e.getMessage()));
    }
  }

  private int answer(IamFormat chosen) throws CommandFailure {
    IamAnswer answer =
        IamAnswer.of(configuration.read(context.environment()), callers.names(), storage, users);
    if (answer.accounts().isEmpty()) {
      throw CommandFailure.configuration(
          "no route needs a role or the base identity: is this the configuration that the job has?"
              + " (HADOOP_CONF_DIR, --conf-file)"
              + answer.notes().stream().map(note -> "\n" + note).collect(Collectors.joining()));
    }
    IamAnswer wanted = account == null ? answer : answer.ofAccount(account);
    if (page != null) {
      writePage(answer, page);
      return ExitCode.OK;
    }
    if (folder != null) {
      writeFiles(chosen, wanted, folder);
    } else {
      write(chosen, wanted);
    }
    return ExitCode.OK;
  }

  private IamFormat chosenFormat() throws CommandFailure {
    if (page != null && (format != null || json || folder != null)) {
      throw CommandFailure.usage(
          "--html and "
              + (folder != null ? "--out" : format != null ? "--format" : "--json")
              + ": say one of them");
    }
    if (format != null && json && format != IamFormat.JSON) {
      throw CommandFailure.usage(
          "--json and --format " + format.formatName() + ": say one of them");
    }
    return format != null ? format : json ? IamFormat.JSON : IamFormat.TEXT;
  }

  private void write(IamFormat chosen, IamAnswer answer) throws CommandFailure {
    PrintWriter out = context.terminal().out();
    if (chosen == IamFormat.JSON) {
      out.println(OutputOptions.toJson(answer));
    } else if (chosen == IamFormat.TEXT) {
      out.print(answer.accounts().stream().map(IamText::of).collect(Collectors.joining("\n")));
      answer.notes().forEach(note -> out.print("\nnote: " + note + "\n"));
    } else {
      out.print(onlyDocument(chosen, answer));
      answer.notes(chosen).forEach(note -> context.terminal().err().println("rolecall: " + note));
    }
    out.flush();
  }

  private static String onlyDocument(IamFormat chosen, IamAnswer answer) throws CommandFailure {
    if (answer.accounts().size() > 1) {
      throw CommandFailure.usage(
          "--format "
              + chosen.formatName()
              + " writes a document for one account, and the routes need something of "
              + answer.ids()
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
                        + answer.ids()
                        + ": 'rolecall iam' without --format shows all",
                    null));
  }

  private void writeFiles(IamFormat chosen, IamAnswer answer, Path root) throws CommandFailure {
    PrintWriter out = context.terminal().out();
    for (AccountPolicies owner : answer.accounts()) {
      Optional<String> document = chosen.write(owner);
      if (document.isEmpty()) {
        continue;
      }
      Path file = root.resolve(owner.account()).resolve(chosen.fileName());
      try {
        Files.createDirectories(file.getParent());
      } catch (IOException e) {
        throw CommandFailure.failed("cannot write " + file + ": " + FileFailure.reason(e), e);
      }
      writeFile(file, document.get());
    }
    answer.notes(chosen).forEach(note -> out.println("note: " + note));
    out.flush();
  }

  /** Of one owner's page, the notes are left out: they name what is others'. */
  private void writePage(IamAnswer answer, Path file) throws CommandFailure {
    writeFile(
        file,
        OwnersPage.of(
            answer.routes(),
            answer.accounts(),
            account == null ? answer.notes() : List.of(),
            Optional.ofNullable(account)));
    PrintWriter out = context.terminal().out();
    answer.notes().forEach(note -> out.println("note: " + note));
    out.flush();
  }

  private void writeFile(Path file, String content) throws CommandFailure {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + file + ": " + FileFailure.reason(e), e);
    }
    context.terminal().out().println(file);
  }
}
