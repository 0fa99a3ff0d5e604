package io.rolecall.sts;

import io.rolecall.identity.SignInException.Reason;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.sts.StsCall.Action;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What some codes of STS's answers mean for some actions.
 *
 * @param codes the codes, with commas between them
 * @param actions the actions
 * @param when which of the answers with such a code
 * @param kind whether asking again may help
 * @param reason what is wrong
 * @param text what to do
 */
record StsAdviceRow(
    String codes,
    Set<Action> actions,
    BiPredicate<StsFailure, StsCall> when,
    Kind kind,
    Reason reason,
    Function<StsCall, String> text) {

  private static final BiPredicate<StsFailure, StsCall> ALWAYS = (failure, call) -> true;

  static StsAdviceRow row(String codes, Set<Action> actions, Reason reason, String text) {
    return row(codes, actions, ALWAYS, reason, call -> text);
  }

  static StsAdviceRow row(
      String codes, Set<Action> actions, Reason reason, Function<StsCall, String> text) {
    return row(codes, actions, ALWAYS, reason, text);
  }

  static StsAdviceRow row(
      String codes,
      Set<Action> actions,
      BiPredicate<StsFailure, StsCall> when,
      Reason reason,
      Function<StsCall, String> text) {
    return new StsAdviceRow(codes, actions, when, Kind.PERMANENT, reason, text);
  }

  /** One whose cause may pass. */
  static StsAdviceRow passing(String codes, Set<Action> actions, Reason reason, String text) {
    return new StsAdviceRow(codes, actions, ALWAYS, Kind.TRANSIENT, reason, call -> text);
  }

  static BiPredicate<StsFailure, StsCall> saying(String text) {
    return (failure, call) -> failure.text().contains(text);
  }

  boolean isFor(StsFailure failure, StsCall call) {
    return actions.contains(call.action())
        && List.of(codes.split(", ")).contains(failure.code())
        && when.test(failure, call);
  }

  StsAdvice advice(StsCall call) {
    return new StsAdvice(kind, reason, text.apply(call));
  }
}
