package io.rolecall.sts;

import io.rolecall.identity.SignInException.Reason;
import io.rolecall.session.SessionException.Kind;

/**
 * What a failure of STS means, and what to do about it.
 *
 * @param kind whether asking again may help
 * @param reason what is wrong, as sign-ins tell it
 * @param text what to do; empty if the failure says it, or nobody knows
 */
record StsAdvice(Kind kind, Reason reason, String text) {

  /** What to do about a failure of a call. */
  static StsAdvice of(StsFailure failure, StsCall call) {
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
