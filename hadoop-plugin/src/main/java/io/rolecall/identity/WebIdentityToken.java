package io.rolecall.identity;

import io.rolecall.failure.FileFailure;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.routes.json.Utf8Text;
import io.rolecall.session.SessionException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the token of a web identity. Whoever runs the job replaces its file before it expires. */
public final class WebIdentityToken {

  /** What STS takes. */
  private static final int LONGEST = 20_000;

  private WebIdentityToken() {}

  /**
   * Reads the token.
   *
   * @param file the file
   * @return the token, which is a secret
   * @throws SignInException if there is none
   */
  public static String read(Path file) throws SignInException {
    String token;
    try {
      if (Files.size(file) > LONGEST) {
        throw failure(Reason.MALFORMED, file, "has more than " + LONGEST + " bytes", null);
      }
      token = Utf8Text.of(Files.readAllBytes(file)).trim();
    } catch (NoSuchFileException e) {
      throw failure(Reason.UNAVAILABLE, file, "does not exist", e);
    } catch (IOException e) {
      throw failure(Reason.UNAVAILABLE, file, "cannot be read: " + FileFailure.reason(e), e);
    }
    if (token.isEmpty()) {
      throw failure(Reason.UNAVAILABLE, file, "is empty", null);
    }
    if (token.split("\\.", -1).length != 3) {
      throw failure(Reason.MALFORMED, file, "holds no JSON Web Token", null);
    }
    return token;
  }

  private static SignInException failure(
      Reason reason, Path file, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new SignInException(
        reason,
        Kind.PERMANENT,
        "web identity token file "
            + file
            + " "
            + what
            + ". On EKS, the pod's service account has a role (eks.amazonaws.com/role-arn) and the"
            + " token is mounted; elsewhere, name the file in 'tokenFile'",
        cause);
  }
}
