package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.handoff.DatabricksExchange;
import io.rolecall.handoff.HandOverException;
import io.rolecall.handoff.SecretToken;
import io.rolecall.handoff.WebIdentityRequest;
import io.rolecall.handoff.WebIdentityTokens;
import io.rolecall.process.InterruptFlag;
import io.rolecall.routes.RouteBook;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolecall databricks-token}. */
@Command(
    name = "databricks-token",
    description = {
      "Prints an OAuth token of a Databricks workspace.",
      "The base identity gets a web identity token of AWS STS, which the",
      "workspace exchanges. It is secret: it goes to standard output",
      "alone, and to a terminal only with --show."
    },
    mixinStandardHelpOptions = true)
final class DatabricksTokenCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private OutputOptions output;

  @Option(
      names = "--host",
      paramLabel = "URL",
      required = true,
      description = "The workspace: https://<workspace host>.")
  private URI host;

  @Option(
      names = "--audience",
      paramLabel = "AUDIENCE",
      required = true,
      description = "The audience that the federation policy names.")
  private String audience;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = {
        "The service principal whose federation policy is meant.",
        "Without it, the account's policy is."
      })
  private @Nullable String clientId;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "How long AWS's token lasts, 60 to 3600. Default: 3600.")
  private int duration = 3600;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description = "How AWS signs: RS256 (default) or ES384.")
  private WebIdentityRequest.Algorithm algorithm = WebIdentityRequest.Algorithm.RS256;

  @Option(names = "--show", description = "Print even if standard output is a terminal.")
  private boolean show;

  DatabricksTokenCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    if (context.terminal().seen() && !show) {
      throw CommandFailure.usage(
          "standard output is a terminal, and a token is secret: pipe it to who needs it, or say"
              + " --show");
    }
    WebIdentityRequest wanted;
    DatabricksExchange exchange;
    try {
      wanted = new WebIdentityRequest(audience, Duration.ofSeconds(duration), algorithm);
      exchange = new DatabricksExchange(host, Optional.ofNullable(clientId), context.clock());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
    Configuration conf = configuration.read(context.environment());
    try {
      SecretToken token = exchange.exchange(WebIdentityTokens.obtain(RouteBook.of(conf), wanted));
      Map<String, String> answer = new LinkedHashMap<>();
      answer.put("accessToken", token.value());
      answer.put("expiration", token.expiration().toString());
      output.write(context.terminal().out(), answer, () -> token.value() + "\n");
      return ExitCode.OK;
    } catch (HandOverException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      throw CommandFailure.failed("interrupted", e);
    }
  }
}
