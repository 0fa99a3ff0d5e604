package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.FormatConverter;
import io.rolecall.cli.options.PlaceConverter;
import io.rolecall.cli.options.UserOptions;
import io.rolecall.config.RolecallKeys;
import io.rolecall.doctor.routes.NoRoute;
import io.rolecall.driver.TrialJob;
import io.rolecall.failure.FileFailure;
import io.rolecall.handoff.AnswerSources;
import io.rolecall.handoff.HandedSession;
import io.rolecall.handoff.RepeatedAnswers;
import io.rolecall.handoff.SessionCache;
import io.rolecall.handoff.SessionFormat;
import io.rolecall.handoff.StoreSettings;
import io.rolecall.handoff.ToldEnd;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.Routed;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolecall credentials}. */
@Command(
    name = "credentials",
    description = {
      "Prints a session of a location's role, for another tool.",
      "It is secret: it goes to standard output alone, and to a terminal",
      "only with --show."
    },
    mixinStandardHelpOptions = true)
final class CredentialsCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private UserOptions user;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      completionCandidates = FormatConverter.Names.class,
      description = {"One of: ${COMPLETION-CANDIDATES}."})
  private @Nullable SessionFormat format;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--show", description = "Print even if standard output is a terminal.")
  private boolean show;

  @Option(
      names = "--no-cache",
      description = {
        "With --format credential-process: obtain a new session,",
        "and keep none for the next call."
      })
  private boolean noCache;

  @Parameters(
      paramLabel = "LOCATION",
      converter = PlaceConverter.class,
      description = "s3a://bucket or s3a://bucket/key.")
  private Place location;

  CredentialsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    SessionFormat chosen = chosenFormat();
    if (chosen.isOfABucket() && location.toLocation().isEmpty()) {
      throw CommandFailure.usage(
          "--format "
              + chosen.formatName()
              + " is for S3A's file system of one bucket, and "
              + location
              + " is in none: say another format");
    }
    if (context.terminal().seen() && !show) {
      throw CommandFailure.usage(
          "standard output is a terminal, and a session is secret: pipe it to who needs it, or say"
              + " --show");
    }
    AnswerSources sources = configuration.sources(context.environment());
    Configuration conf = configuration.read(context.environment());
    user.nameJob(conf);
    RoutesFiles.addTo(sources, conf);
    RouteBook book = RouteBook.of(conf);
    HadoopUser caller = user.caller(conf);
    Routed routed = book.of(location, caller);
    Route route =
        routed
            .at(location)
            .orElseThrow(() -> CommandFailure.configuration(NoRoute.message(book, location)));
    Optional<String> nothing = NothingToHandOver.of(route);
    if (nothing.isPresent()) {
      throw CommandFailure.configuration(location + nothing.get());
    }
    if (chosen == SessionFormat.CREDENTIAL_PROCESS && !noCache) {
      SessionCache.Cached cached = cached(conf, routed, route);
      String answer = written(chosen, cached.session(), cached.obtained(), routed);
      print(answer);
      if (isMadeOfFilesAlone(caller) && !cached.renewalDue()) {
        keep(answer, sources, cached);
      }
    } else {
      print(written(chosen, obtain(routed), context.clock().instant(), routed));
    }
    return ExitCode.OK;
  }

  private void print(String answer) {
    context.terminal().out().print(answer);
    context.terminal().out().flush();
  }

  private String written(SessionFormat chosen, Session session, Instant obtained, Routed routed) {
    Instant told =
        ToldEnd.of(
            session.expiration(),
            Duration.between(obtained, session.expiration()),
            context.clock().instant());
    return chosen.write(
        new HandedSession(location, session, told, StoreSettings.of(routed.config())));
  }

  /** A directory's groups and Kerberos's users change without a file that could be compared. */
  private static boolean isMadeOfFilesAlone(HadoopUser caller) {
    return !caller.groupsWereAsked() && !UserGroupInformation.isSecurityEnabled();
  }

  /** Whoever asks has the answer already: without this, the next call takes longer. */
  private void keep(String answer, AnswerSources sources, SessionCache.Cached cached) {
    String call = context.environment().getOrDefault(RepeatedAnswers.CALL, "");
    Path folder = cacheFolder();
    try {
      new RepeatedAnswers(folder).put(call, sources, cached.renewAt(), answer);
    } catch (IOException e) {
      context
          .terminal()
          .err()
          .println("rolecall: the answer cannot be kept for the next call: " + refused(e));
    }
  }

  private SessionFormat chosenFormat() throws CommandFailure {
    if (format == null && !json) {
      throw CommandFailure.usage("say in which form: --format FORMAT, or --json");
    }
    if (format != null && json && format != SessionFormat.JSON) {
      throw CommandFailure.usage(
          "--json and --format " + format.formatName() + ": say one of them");
    }
    return format == null ? SessionFormat.JSON : format;
  }

  private Session obtain(Routed routed) throws CommandFailure {
    try {
      return session(routed);
    } catch (SessionException e) {
      throw CommandFailure.failed(location + ": " + e.getMessage(), e);
    }
  }

  private Session session(Routed routed) throws SessionException, CommandFailure {
    try (TrialJob job = TrialJob.of(routed, context.clock())) {
      return job.access(location)
          .orElseThrow(() -> new IllegalStateException(location + " has no role"));
    }
  }

  private SessionCache.Cached cached(Configuration conf, Routed routed, Route route)
      throws CommandFailure {
    SessionCache cache = new SessionCache(cacheFolder(), context.clock());
    String key =
        CacheKey.of(
            conf, route, routed.user().user(), context.environment(), System.getProperties());
    int lead = routed.config().find(RolecallKeys.RENEWAL_LEAD).orElse(0);
    SessionCache.Cached cached;
    try {
      cached = cache.find(key, lead);
    } catch (IOException e) {
      throw CommandFailure.failed(refused(e) + ", or use --no-cache", e);
    }
    if (cached != null && !cached.renewalDue()) {
      return cached;
    }
    try {
      return cache.put(key, session(routed), lead);
    } catch (SessionException e) {
      if (cached == null) {
        throw CommandFailure.failed(location + ": " + e.getMessage(), e);
      }
      context
          .terminal()
          .err()
          .println(
              "rolecall: "
                  + location
                  + ": no new session, the one until "
                  + cached.session().expiration()
                  + " is used: "
                  + e.getMessage());
      return cached;
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the session cache cannot be written: " + refused(e) + ", or use --no-cache", e);
    }
  }

  /** The cache says itself what it refuses; the rest tells no more than a file's name. */
  private String refused(IOException failure) {
    return failure instanceof FileSystemException
        ? "the session cache " + cacheFolder() + " cannot be used: " + FileFailure.reason(failure)
        : FileFailure.reason(failure);
  }

  private Path cacheFolder() {
    String folder = context.environment().get("XDG_CACHE_HOME");
    Path parent =
        folder == null || folder.isEmpty() ? context.home().resolve(".cache") : Path.of(folder);
    return parent.resolve("rolecall");
  }
}
