package io.rolecall.identity;

import io.rolecall.identity.ProfileFiles.MalformedException;
import io.rolecall.route.OwnCredentials;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.text.OneLine;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Why a profile of the AWS configuration files gives no credentials, and what to do about it. */
final class ProfileFailures {

  /** As much of what a command says as belongs into a message. */
  private static final int LONGEST = 300;

  private static final String PROCESS = "process-based credentials";
  private static final String SAID = "Command returned non-zero exit value";
  private static final String VERSION = "Unsupported credential version";

  private ProfileFailures() {}

  static SessionException explain(Throwable failure, OwnCredentials.Profile profile, String what) {
    AwsServiceException answer = Causes.cause(failure, AwsServiceException.class);
    boolean passes =
        answer != null && (answer.statusCode() >= 500 || answer.isThrottlingException());
    return new SessionException(
        passes ? Kind.TRANSIENT : Kind.PERMANENT,
        what + reason(failure) + ". " + advice(failure, profile),
        // A command's output may be in there, which is a secret.
        isProcess(failure) ? null : failure);
  }

  /**
   * What is wrong, in a sentence without its full stop, and without the names of other profiles.
   */
  static String reason(Throwable failure) {
    if (isProcess(failure)) {
      return "its credential_process failed: " + said(failure);
    }
    if (isLoop(failure)) {
      return "its source_profile leads back to a profile that was there before";
    }
    FileSystemException file = Causes.cause(failure, FileSystemException.class);
    if (failure instanceof UncheckedIOException && file != null) {
      return file.getFile()
          + (file instanceof NoSuchFileException ? " does not exist" : " cannot be read: " + file);
    }
    return bounded(Causes.text(failure).replaceAll("(?s): ProfileFile\\(.*", ""));
  }

  /** What the SDK quotes of the command's output may be a secret; its standard error is not. */
  private static String said(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String text = Causes.text(e);
      if (text.startsWith(SAID) || text.startsWith(VERSION)) {
        return bounded(text);
      }
    }
    return "it did not print the JSON of credentials that the SDK expects";
  }

  /** Its own full stop ends no sentence of ours. */
  private static String bounded(String text) {
    String line = OneLine.of(text, LONGEST);
    return text.length() > LONGEST ? line : line.replaceAll("\\.+$", "");
  }

  static boolean isProcess(Throwable failure) {
    return Causes.causedBy(failure, PROCESS);
  }

  private static boolean isLoop(Throwable failure) {
    return Causes.causedBy(failure, "Circular relationship");
  }

  private static String advice(Throwable failure, OwnCredentials.Profile profile) {
    if (failure instanceof MalformedException) {
      return "Correct the file";
    }
    if (isProcess(failure)) {
      return "Run the command as the user that the driver runs as";
    }
    if (Causes.cause(failure, ClassNotFoundException.class) != null) {
      return "Add that module of the SDK, in the SDK's version, or give a profile of its own"
          + " credential_process = aws configure export-credentials --profile "
          + profile.name();
    }
    if (isLoop(failure)) {
      return "Let the last source_profile be one with credentials of its own";
    }
    if (Causes.cause(failure, AwsServiceException.class) != null) {
      return "Check the role of the profile, and its source_profile";
    }
    return "Expected a section ["
        + profile.name()
        + "] with credentials, or with what they are got by, in "
        + profile
            .file()
            .map(Object::toString)
            .orElse(
                "~/.aws/credentials or ~/.aws/config (or where AWS_SHARED_CREDENTIALS_FILE and"
                    + " AWS_CONFIG_FILE say) of the user that the driver runs as");
  }
}
