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
record StsAdvice(Kind kind, Reason reason, String text) {}
