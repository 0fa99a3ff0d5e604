package io.rolecall.supply.sessions;

import io.rolecall.config.RolecallKeys;
import io.rolecall.failure.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files in which the programs of an executor find their profiles, in its working folder.
 * Immutable.
 *
 * <p><b>Problem.</b> Where the launch cannot name that folder, the path is relative, and a program
 * that goes to a folder where other users may write finds what they have put there; a profile's
 * process is a command. <b>Solution.</b> A part of the path is a secret of the application, which
 * is seen in no list of a folder: the one above is closed to others.
 */
public final class ProfileFiles {

  /** AWS's file of profiles. */
  private static final String CONFIG = "aws-config";

  /** The other one, which is empty. */
  private static final String NO_CREDENTIALS = "aws-credentials";

  /** What profiles run, and so what stands on command lines: it has no secret in its path. */
  private static final String SCRIPT = "session";

  private static final String CONFIG_VARIABLE = "AWS_CONFIG_FILE";
  private static final String CREDENTIALS_VARIABLE = "AWS_SHARED_CREDENTIALS_FILE";
  private static final String LOAD_VARIABLE = "AWS_SDK_LOAD_CONFIG";

  /** The variables that name the files, or are set with them. */
  static final List<String> NAMES = List.of(CONFIG_VARIABLE, CREDENTIALS_VARIABLE, LOAD_VARIABLE);

  private static final String FOLDER = ".rolecall";
  private static final int SECRET_BYTES = 16;

  /** Without a folder before it, or in one. */
  private static final Pattern OURS =
      Pattern.compile("(?:(.*)/)?[.]rolecall/([0-9a-f]{32})/aws-(?:config|credentials)");

  private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final String secret;

  private ProfileFiles(Path folder, String secret) {
    this.folder = folder;
    this.secret = secret;
  }

  /**
   * The variables of the environment by which the programs of an application's executors find their
   * profiles; others for each application.
   *
   * @param workingFolder an executor's working folder, as whoever starts executors writes it, such
   *     as a variable that is filled in on each machine; empty if there is no way to
   * @return their values, by name, which others are not to see; the same for each executor
   */
  public static Map<String, String> variables(String workingFolder) {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return variables(workingFolder, HexFormat.of().formatHex(random));
  }

  private static Map<String, String> variables(String workingFolder, String secret) {
    String folder = (workingFolder.isEmpty() ? "" : workingFolder + "/") + FOLDER + "/" + secret;
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(CONFIG_VARIABLE, folder + "/" + CONFIG);
    // Clients read it, too, and the user's own has other identities.
    variables.put(CREDENTIALS_VARIABLE, folder + "/" + NO_CREDENTIALS);
    variables.put(LOAD_VARIABLE, "1"); // Older SDKs read the first file only then.
    return variables;
  }

  /**
   * Whether {@link #variables} may have said so, for this application or an earlier one.
   *
   * @param name the variable's name
   * @param value its value
   * @return whether nobody else has
   */
  public static boolean isOurs(String name, String value) {
    return name.equals(LOAD_VARIABLE) ? value.equals("1") : OURS.matcher(value).matches();
  }

  /**
   * Those that this process's programs look for.
   *
   * @throws IOException if they would look elsewhere, and find the profiles of somebody else,
   *     perhaps of the same names
   */
  static ProfileFiles of(Map<String, String> environment, Path workingFolder) throws IOException {
    Path working = workingFolder.toRealPath();
    Matcher ours = OURS.matcher(environment.getOrDefault(CONFIG_VARIABLE, ""));
    if (!ours.matches() || !isTheSame(ours.group(1), working)) {
      throw notFound(CONFIG_VARIABLE, environment, working);
    }
    String before = ours.group(1) == null ? "" : ours.group(1);
    for (Map.Entry<String, String> each : variables(before, ours.group(2)).entrySet()) {
      if (!each.getValue().equals(environment.get(each.getKey()))) {
        throw notFound(each.getKey(), environment, working);
      }
    }
    return new ProfileFiles(working.resolve(FOLDER), ours.group(2));
  }

  /** Cluster managers name the working folder by a path that may have links in it. */
  private static boolean isTheSame(@Nullable String named, Path working) {
    if (named == null) {
      return true;
    }
    try {
      return named.startsWith("/") && Path.of(named).toRealPath().equals(working);
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static IOException notFound(String name, Map<String, String> environment, Path working) {
    String found = environment.get(name);
    return new IOException(
        name
            + (found == null ? " is not set" : " = '" + SECRET.matcher(found).replaceAll("…") + "'")
            + " in this executor's environment, so that its programs would not find their"
            + " profiles, which are in "
            + working.resolve(FOLDER)
            + ". The driver sets spark.executorEnv."
            + name
            + ": does something on this machine set it otherwise, or does the cluster manager not"
            + " pass it on? Without profiles, leave out "
            + RolecallKeys.EXECUTOR_SESSIONS.name());
  }

  /** What others see of where they are. */
  Path folder() {
    return folder;
  }

  /** Where the script is that profiles run. */
  Path script() {
    return folder.resolve(SCRIPT);
  }

  /**
   * Makes the folders.
   *
   * @throws IOException if that cannot be done; says why
   */
  void make() throws IOException {
    try {
      Files.createDirectory(folder, PRIVATE);
      Files.createDirectory(folder.resolve(secret), PRIVATE);
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

  /**
   * Writes them.
   *
   * @param script the script that profiles run
   * @param profiles the profiles
   * @throws IOException if that cannot be done; says why
   */
  void write(String script, String profiles) throws IOException {
    write(script(), script);
    write(folder.resolve(secret).resolve(NO_CREDENTIALS), "");
    write(folder.resolve(secret).resolve(CONFIG), profiles);
  }

  private void write(Path file, String content) throws IOException {
    try {
      Files.write(Files.createFile(file, FILE), content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(
          file.getFileName() + " in " + folder + " cannot be written: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Removes them, and the folder.
   *
   * @throws IOException if that cannot be done; says why
   */
  void remove() throws IOException {
    if (Files.exists(folder)) {
      FolderRemoval.of(folder, folder.resolve(secret));
    }
  }

  /** The folder; not what is secret of it. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
