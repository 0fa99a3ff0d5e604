package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.failure.FileFailure;
import io.rolecall.mappings.EmrfsMappings;
import io.rolecall.mappings.IcebergProperties;
import io.rolecall.mappings.ImportedRoutes;
import io.rolecall.mappings.MappingException;
import io.rolecall.mappings.TrinoMappings;
import io.rolecall.routes.json.Utf8Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rolecall import}. */
@Command(
    name = "import",
    description = {
      "Turns another tool's mappings into a routes file.",
      "The routes go to standard output; what they do otherwise than the",
      "mappings did, to standard error. A mapping that cannot become a",
      "route is named there; its route has the reason in place of a role,",
      "and its bucket is refused until you name one. Makes no network call."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      paramLabel = "TOOL",
      description = {
        "emrfs: a security configuration of EMR, with its role mappings.",
        "It may be what 'aws emr describe-security-configuration' prints,",
        "or stand in a CloudFormation template; or settings of a cluster",
        "with fs.s3a.authorization.roleMapping, or EMRFS's own.",
        "trino: a file of S3 security mappings.",
        "iceberg: properties of catalogs, such as spark-defaults.conf."
      })
  private Tool tool;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
  private Path file;

  ImportCommand(CommandContext context) {
    this.context = context;
  }

  /** Whose mappings are known; named as users type them. */
  enum Tool {
    emrfs,
    trino,
    iceberg
  }

  @Override
  public Integer call() throws CommandFailure {
    try {
      String json = Utf8Text.of(Files.readAllBytes(file));
      ImportedRoutes routes =
          switch (tool) {
            case emrfs -> EmrfsMappings.routes(json);
            case trino -> TrinoMappings.routes(json);
            case iceberg -> IcebergProperties.routes(json);
          };
      PrintWriter err = context.terminal().err();
      routes.differences().forEach(difference -> err.println("rolecall: " + difference));
      routes.problems().forEach(problem -> err.println("rolecall: not imported: " + problem));
      output.write(
          context.terminal().out(), routes, () -> OutputOptions.toJson(routes.document()) + "\n");
      if (routes.problems().isEmpty()) {
        return ExitCode.OK;
      }
      if (tool == Tool.iceberg) {
        // What a catalog is not named for stays without a route, and so refused.
        return ExitCode.INCOMPLETE;
      }
      err.println(
          "rolecall: where these mappings decided, a route has the reason in place of its role, and"
              + " its bucket is refused until you name the role there");
      return ExitCode.INCOMPLETE;
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + file + ": " + FileFailure.reason(e), e);
    } catch (MappingException e) {
      throw CommandFailure.failed(file + " cannot become routes:\n" + e.getMessage(), e);
    }
  }
}
