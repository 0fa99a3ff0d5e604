package io.rolecall.supply.sessions;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.declaration.Declarations;
import io.rolecall.handoff.StoreSettings;
import io.rolecall.job.BucketSessions;
import io.rolecall.route.NamedPlace;
import io.rolecall.supply.loopback.JoinedAnswers;
import io.rolecall.supply.loopback.SessionEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Sessions that an executor gives to the programs that it starts, such as Python's workers: a
 * profile of AWS's clients for each location that the declaration names. What they ask is answered
 * with the sessions of the executor's own file systems. Thread-safe.
 *
 * <p><b>Problem.</b> What programs inherit is set when an application is launched, and a folder, a
 * port and a token are known only when an executor runs. <b>Solution.</b> Each executor has a
 * working folder of its own, and the launch names {@link ProfileFiles} in it.
 */
public final class ExecutorSessions implements AutoCloseable {

  private final ProfileFiles files;
  private final SessionEndpoint endpoint;
  private final BucketSessions sessions;

  private ExecutorSessions(ProfileFiles files, SessionEndpoint endpoint, BucketSessions sessions) {
    this.files = files;
    this.endpoint = endpoint;
    this.sessions = sessions;
  }

  /**
   * Begins to give sessions, if this process's declaration says so. Gets none yet.
   *
   * @param workingFolder this process's working folder
   * @param environment what its programs inherit
   * @param warn is told what the operator should know, a line at a time; no secrets
   * @return what gives them; empty if nothing is to be given
   * @throws IOException if they cannot be given; says why
   */
  public static Optional<ExecutorSessions> begin(
      Path workingFolder, Map<String, String> environment, Consumer<String> warn)
      throws IOException {
    Optional<Configuration> declared =
        Declarations.current().map(declaration -> declaration.sets().get(0).conf());
    Optional<List<NamedPlace>> locations =
        declared.flatMap(RolecallKeys.EXECUTOR_SESSIONS::find).filter(list -> !list.isEmpty());
    if (declared.isEmpty() || locations.isEmpty()) {
      return Optional.empty();
    }
    ProfileFiles files = ProfileFiles.of(environment, workingFolder);
    ExecutorSessions begun =
        begin(supplied(declared.get(), locations.get()), declared.get(), files);
    String found =
        environment.keySet().stream()
            .filter(name -> AwsVariables.isIdentity(name) && !ProfileFiles.NAMES.contains(name))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!found.isEmpty()) {
      warn.accept(
          "this executor's environment has "
              + found
              + ": programs that name no profile, and some that name one by AWS_PROFILE, use that"
              + " identity, and not the sessions of "
              + RolecallKeys.EXECUTOR_SESSIONS.name());
    }
    return Optional.of(begun);
  }

  private static List<SuppliedPlace> supplied(Configuration conf, List<NamedPlace> named) {
    return named.stream()
        .map(
            each ->
                new SuppliedPlace(
                    each.name(),
                    each.place(),
                    StoreSettings.of(RolecallConfig.of(conf, each.place()))))
        .toList();
  }

  private static ExecutorSessions begin(
      List<SuppliedPlace> locations, Configuration conf, ProfileFiles files) throws IOException {
    BucketSessions sessions = BucketSessions.of(conf);
    try {
      return begin(
          locations,
          sessions,
          location -> sessions.at(location.place()).orElse(null),
          files,
          Clock.systemUTC());
    } catch (IOException | RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  static ExecutorSessions begin(
      List<SuppliedPlace> locations,
      BucketSessions sessions,
      AskedSession.Lookup lookup,
      ProfileFiles files,
      Clock clock)
      throws IOException {
    String script = files.script().toString();
    if (!AwsConfigText.canBeQuoted(script)) {
      throw new IOException(
          files.folder()
              + " cannot be named in a file of AWS's profiles, where letters, digits and"
              + " /._@+=:,~- are safe: let executors work in another folder");
    }
    Map<String, JoinedAnswers.Source> sources = new LinkedHashMap<>();
    AwsConfigText config = new AwsConfigText();
    for (SuppliedPlace location : locations) {
      String profile = location.profile().orElseThrow();
      sources.put(AskScript.PATH + profile, new AskedSession(location, lookup, clock));
      config.add(
          location.profile(), location.store(), Optional.of(AskScript.command(script, profile)));
    }
    files.make();
    SessionEndpoint endpoint;
    try {
      endpoint = SessionEndpoint.open(sources);
    } catch (IOException e) {
      files.remove();
      throw e;
    }
    ExecutorSessions begun = new ExecutorSessions(files, endpoint, sessions);
    try {
      files.write(AskScript.text(endpoint), config.toString());
      return begun;
    } catch (IOException e) {
      begun.close();
      throw e;
    }
  }

  /**
   * Ends it: nobody is answered any more, and the files are removed.
   *
   * @throws IOException if a file cannot be removed; what it says serves nobody
   */
  @Override
  public void close() throws IOException {
    endpoint.close();
    try {
      files.remove();
    } finally {
      sessions.close();
    }
  }

  /** Where its files are. */
  @Override
  public String toString() {
    return files.folder().toString();
  }
}
