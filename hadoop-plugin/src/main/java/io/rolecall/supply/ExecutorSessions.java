package io.rolecall.supply;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.declaration.Declarations;
import io.rolecall.failure.FileFailure;
import io.rolecall.handoff.StoreSettings;
import io.rolecall.job.BucketSessions;
import io.rolecall.route.NamedPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
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
 * port and a token are known only when an executor runs. <b>Solution.</b> The launch names a
 * relative path, and each executor has a working folder of its own.
 */
public final class ExecutorSessions implements AutoCloseable {

  private static final String FOLDER = ".rolecall";
  private static final String CONFIG = "aws-config";
  private static final String NO_CREDENTIALS = "aws-credentials";
  private static final String SCRIPT = "session";

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final SessionEndpoint endpoint;
  private final BucketSessions sessions;

  private ExecutorSessions(Path folder, SessionEndpoint endpoint, BucketSessions sessions) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.sessions = sessions;
  }

  /**
   * The variables of the environment by which the programs of an executor find their profiles.
   *
   * @return their values, by name; the same on each executor
   */
  public static Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_CONFIG_FILE", FOLDER + "/" + CONFIG);
    // Clients read it, too, and the user's own has other identities.
    variables.put("AWS_SHARED_CREDENTIALS_FILE", FOLDER + "/" + NO_CREDENTIALS);
    variables.put("AWS_SDK_LOAD_CONFIG", "1"); // Older SDKs read the first file only then.
    return variables;
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
    checkIsFound(environment);
    ExecutorSessions begun =
        begin(supplied(declared.get(), locations.get()), declared.get(), workingFolder);
    String found =
        environment.keySet().stream()
            .filter(name -> AwsVariables.isIdentity(name) && !variables().containsKey(name))
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

  /** Else programs would find the profiles of somebody else, perhaps of these names. */
  static void checkIsFound(Map<String, String> environment) throws IOException {
    for (Map.Entry<String, String> variable : variables().entrySet()) {
      String found = environment.get(variable.getKey());
      if (!variable.getValue().equals(found)) {
        throw new IOException(
            variable.getKey()
                + (found == null ? " is not set" : " = '" + found + "'")
                + " in this executor's environment, so that its programs would not find their"
                + " profiles. The driver sets spark.executorEnv."
                + variable.getKey()
                + " = "
                + variable.getValue()
                + ": does something on this machine set it otherwise, or does the cluster manager"
                + " not pass it on? Without profiles, leave out "
                + RolecallKeys.EXECUTOR_SESSIONS.name());
      }
    }
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
      List<SuppliedPlace> locations, Configuration conf, Path workingFolder) throws IOException {
    BucketSessions sessions = BucketSessions.of(conf);
    try {
      return begin(
          locations,
          sessions,
          location -> sessions.at(location.place()).orElse(null),
          workingFolder,
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
      Path workingFolder,
      Clock clock)
      throws IOException {
    Path folder = workingFolder.toRealPath().resolve(FOLDER);
    String script = folder.resolve(SCRIPT).toString();
    if (!AwsConfigText.canBeQuoted(script)) {
      throw new IOException(
          folder
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
    make(folder);
    SessionEndpoint endpoint;
    try {
      endpoint = SessionEndpoint.open(sources);
    } catch (IOException e) {
      FolderRemoval.of(folder, folder.resolve(CONFIG));
      throw e;
    }
    ExecutorSessions begun = new ExecutorSessions(folder, endpoint, sessions);
    try {
      begun.write(SCRIPT, AskScript.text(endpoint));
      begun.write(NO_CREDENTIALS, "");
      begun.write(CONFIG, config.toString());
      return begun;
    } catch (IOException e) {
      begun.close();
      throw e;
    }
  }

  private static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, PRIVATE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          folder
              + " is there already, of another executor that works in this folder, or worked in it"
              + " and was killed: give each a working folder of its own",
          e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new IOException(
          folder
              + " cannot be made, where programs would find their sessions: "
              + (e instanceof IOException failure
                  ? FileFailure.reason(failure)
                  : "this file system knows no owners")
              + ". Let executors work in a folder where they may write",
          e);
    }
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    try {
      Files.createFile(file, FILE);
      Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + FileFailure.reason(e), e);
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
      if (Files.exists(folder)) {
        FolderRemoval.of(folder, folder.resolve(CONFIG));
      }
    } finally {
      sessions.close();
    }
  }

  /** Where its files are. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
