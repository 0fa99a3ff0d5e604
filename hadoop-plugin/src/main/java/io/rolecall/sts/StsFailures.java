package io.rolecall.sts;

import io.rolecall.iam.MissingStatements;
import io.rolecall.iam.PolicyDenial;
import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.route.Access;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.text.Sent;
import java.util.Optional;

/** What failures of STS's calls are told as: what happened, whether it may pass, what to do. */
public final class StsFailures {

  /** What STS allowed is denied: by a statement that AWS does not tell of. */
  private static final String NO_LONGER =
      ". STS has given this job such a session before, so a policy has changed since: 'rolecall iam"
          + " revoke', for one, ends a job so";

  private StsFailures() {}

  /** The failure of a call, with advice, and whether it may pass. */
  static SessionException of(StsCall call, RuntimeException thrown) {
    Sent sent = call.role().flatMap(Access.Role::externalId).map(Sent::new).orElse(Sent.NOTHING);
    StsFailure failure = StsFailure.of(thrown).without(sent);
    StsAdvice advice = advice(call, failure);
    return new SessionException(advice.kind(), message(call, failure, advice), shown(thrown, sent));
  }

  /**
   * The same, for a sign-in.
   *
   * @param sent the assertion or the token
   */
  static SignInException ofSignIn(StsCall call, RuntimeException thrown, Sent sent) {
    StsFailure failure = StsFailure.of(thrown).without(sent);
    StsAdvice advice = advice(call, failure);
    return new SignInException(
        advice.reason(), advice.kind(), message(call, failure, advice), shown(thrown, sent));
  }

  /** The cause, which is logged with the failure. */
  private static Throwable shown(RuntimeException thrown, Sent sent) {
    return sent.shown(thrown, 2 * StsFailure.LONGEST);
  }

  /**
   * What to tell of a failure.
   *
   * @param call the call
   * @param failure the failure
   * @return what happened, and what to do; no secrets
   */
  public static String explain(StsCall call, StsFailure failure) {
    return message(call, failure, advice(call, failure));
  }

  private static String message(StsCall call, StsFailure failure, StsAdvice advice) {
    Optional<String> denial =
        advice.reason() == Reason.NOT_TRUSTED ? PolicyDenial.of(failure.text()) : Optional.empty();
    if (denial.isPresent()) {
      return what(call, failure) + ". " + denial.get();
    }
    return what(call, failure)
        + (advice.reason() == Reason.NOT_TRUSTED && call.given() ? NO_LONGER : "")
        + (advice.text().isEmpty() ? "" : ". " + advice.text())
        + (advice.reason() == Reason.NOT_TRUSTED ? ". " + missing(call, failure) : "");
  }

  /** The statement that a denial asks for. */
  private static String missing(StsCall call, StsFailure failure) {
    return switch (call.action()) {
      case ASSUME_ROLE -> MissingStatements.toAssume(call.role().orElseThrow(), failure.text());
      case SAML -> MissingStatements.toSignIn(call.role().orElseThrow().role(), call.provider());
      case WEB_IDENTITY ->
          MissingStatements.toSignIn(call.role().orElseThrow().role(), call.bearer());
      case WEB_IDENTITY_TOKEN -> MissingStatements.toGetToken();
      case CALLER_IDENTITY -> "";
    };
  }

  private static String what(StsCall call, StsFailure failure) {
    String purpose = call.role().map(asked -> " for " + asked.role()).orElse("");
    return switch (failure.sort()) {
      case REFUSED ->
          switch (call.action()) {
                case ASSUME_ROLE, SAML, WEB_IDENTITY ->
                    "STS refused "
                        + call.role().map(asked -> asked.role().toString()).orElse("")
                        + " to "
                        + call.by();
                case CALLER_IDENTITY -> "STS does not accept the " + call.by();
                case WEB_IDENTITY_TOKEN -> "STS gives no web identity token at " + call.by();
              }
              + ": "
              + failure;
      case NO_REGION -> "no region to call STS in" + purpose;
      case BAD_FILE, NO_CLIENT -> "STS cannot be called" + purpose + ": " + failure;
      case UNREACHABLE ->
          "STS cannot be reached"
              + (call.action() == StsCall.Action.WEB_IDENTITY_TOKEN && !call.by().isEmpty()
                  ? " at " + call.by()
                  : purpose)
              + ": "
              + failure;
    };
  }

  /** What to do about a failure of a call. */
  private static StsAdvice advice(StsCall call, StsFailure failure) {
    return switch (failure.sort()) {
      case REFUSED ->
          StsAdviceTable.find(failure, call).orElseGet(() -> other(failure, call.action()));
      case NO_REGION ->
          new StsAdvice(
              Kind.PERMANENT,
              Reason.OTHER,
              "Set fs.s3a.assumed.role.sts.endpoint.region, the route's 'region', or AWS_REGION");
      case BAD_FILE -> new StsAdvice(Kind.PERMANENT, Reason.OTHER, "Correct the file");
      case NO_CLIENT -> new StsAdvice(Kind.PERMANENT, Reason.OTHER, "");
      case UNREACHABLE ->
          new StsAdvice(
              Kind.TRANSIENT,
              Reason.STS,
              "Check fs.s3a.assumed.role.sts.endpoint, the proxy, and the network's way to STS");
    };
  }

  private static StsAdvice other(StsFailure failure, StsCall.Action action) {
    String advice =
        action == StsCall.Action.CALLER_IDENTITY
            ? "Try again; if it stays, ask who runs this STS endpoint"
            : "";
    return failure.passes()
        ? new StsAdvice(Kind.TRANSIENT, Reason.STS, advice)
        : new StsAdvice(Kind.PERMANENT, Reason.OTHER, advice);
  }
}
