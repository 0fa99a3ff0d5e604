package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.failure.FileFailure;
import io.rolecall.text.OneLine;
import io.rolecall.text.TextTable;
import io.rolecall.token.StoredTokens;
import io.rolecall.token.TokenContents;
import io.rolecall.token.TokenContents.CarriedRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rolecall token show}. */
@Command(
    name = "show",
    description = {
      "Tells what a Hadoop token file carries.",
      "Shows locations, roles, and when their sessions end, but no",
      "secret. Makes no network call."
    },
    mixinStandardHelpOptions = true)
final class TokenShowCommand implements Callable<Integer> {

  /** As long as the texts of tokens may be. */
  private static final int LONGEST = 8192;

  private final CommandContext context;

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "As hadoop dtutil get or hdfs fetchdt writes it.")
  private Path file;

  TokenShowCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * The answer.
   *
   * @param tokens the tokens
   * @param secretKeys how many secret keys lie beside them
   */
  record Listing(List<Row> tokens, int secretKeys) {}

  /**
   * One token.
   *
   * @param service the service
   * @param kind the kind
   * @param owner the Hadoop user; null for tokens that are not Rolecall's
   * @param renewer the renewer; null for tokens that are not Rolecall's
   * @param origin where it was issued; null for tokens that are not Rolecall's
   * @param issued when it was issued; null for tokens that are not Rolecall's
   * @param mailbox where its successors come; null without a mailbox
   * @param routes its routes; null for tokens that are not Rolecall's
   */
  record Row(
      String service,
      String kind,
      @Nullable String owner,
      @Nullable String renewer,
      @Nullable String origin,
      @Nullable String issued,
      @Nullable String mailbox,
      @Nullable List<RouteRow> routes) {}

  /**
   * One route.
   *
   * @param location its location
   * @param access its role, or the base identity
   * @param sessionName the session's name; null without a session
   * @param expiration when the session ends; null without a session
   * @param ended whether it has ended
   * @param refused why the role has no session; null if it has one, or there is no role
   */
  record RouteRow(
      String location,
      String access,
      @Nullable String sessionName,
      @Nullable String expiration,
      boolean ended,
      @Nullable String refused) {}

  @Override
  public Integer call() throws CommandFailure {
    Credentials credentials = read();
    List<Row> rows = new ArrayList<>();
    boolean ours = false;
    for (Token<?> token : credentials.getAllTokens()) {
      ours |= TokenContents.isOurs(token);
      rows.add(row(token));
    }
    Listing listing = new Listing(rows, credentials.numberOfSecretKeys());
    output.write(context.terminal().out(), listing, () -> text(listing));
    if (!ours) {
      throw CommandFailure.failed(
          file
              + ": no token of Rolecall's in it"
              + (rows.isEmpty()
                  ? "; it holds no tokens at all"
                  : ", but of " + rows.stream().map(Row::kind).distinct().sorted().toList()),
          null);
    }
    return ExitCode.OK;
  }

  private Credentials read() throws CommandFailure {
    if (!Files.isRegularFile(file)) {
      throw CommandFailure.failed(
          file + (Files.exists(file) ? ": not a file" : ": there is no such file"), null);
    }
    try {
      return StoredTokens.read(file);
    } catch (IOException e) {
      throw CommandFailure.failed(
          file + ": cannot be read as a Hadoop token file: " + FileFailure.reason(e), e);
    }
  }

  private Row row(Token<?> token) throws CommandFailure {
    String service = shown(token.getService().toString());
    String kind = shown(token.getKind().toString());
    if (!TokenContents.isOurs(token)) {
      return new Row(service, kind, null, null, null, null, null, null);
    }
    TokenContents contents;
    try {
      contents = TokenContents.of(token);
    } catch (IOException e) {
      throw CommandFailure.failed(
          file + ": the token of " + service + " cannot be read: " + FileFailure.reason(e), e);
    }
    return new Row(
        service,
        kind,
        shown(contents.owner()),
        shown(contents.renewer()),
        shown(contents.origin()),
        contents.issued().toString(),
        shownOrNull(contents.mailbox()),
        contents.routes().stream().map(this::row).toList());
  }

  private RouteRow row(CarriedRoute route) {
    Instant end = route.expiration();
    return new RouteRow(
        shown(route.location()),
        shown(route.access()),
        shownOrNull(route.sessionName()),
        end == null ? null : end.toString(),
        end != null && !end.isAfter(context.clock().instant()),
        shownOrNull(route.failure()));
  }

  /** Whoever wrote the file may want to write over lines of this terminal. */
  private static String shown(String text) {
    return OneLine.of(text, LONGEST);
  }

  private static @Nullable String shownOrNull(@Nullable String text) {
    return text == null ? null : shown(text);
  }

  private static String until(RouteRow route) {
    if (route.refused() != null) {
      return "refused: " + route.refused();
    }
    return route.expiration() == null
        ? ""
        : route.expiration() + (route.ended() ? " (has ended)" : "");
  }

  private static String text(Listing listing) {
    StringBuilder text = new StringBuilder();
    for (Row token : listing.tokens()) {
      text.append(token.service()).append("  ").append(token.kind()).append('\n');
      if (token.routes() == null) {
        continue;
      }
      text.append(
          "  owner %s, issued %s, %s%n".formatted(token.owner(), token.issued(), token.origin()));
      if (token.mailbox() != null) {
        text.append("  mailbox %s%n".formatted(token.mailbox()));
      }
      TextTable table = new TextTable("location", "access", "session", "until");
      for (RouteRow route : token.routes()) {
        table.row(
            route.location(),
            route.access(),
            route.sessionName() == null ? "none" : route.sessionName(),
            until(route));
      }
      text.append(table.toString().indent(2));
    }
    if (listing.secretKeys() > 0) {
      text.append(listing.secretKeys())
          .append(listing.secretKeys() == 1 ? " secret key" : " secret keys")
          .append(", not shown\n");
    }
    return text.toString();
  }
}
