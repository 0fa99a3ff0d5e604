package io.rolecall.localaws.sts;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.service.Authenticator;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.sigv4.AuthenticationFailure;
import io.rolecall.localaws.sigv4.Authorization;
import io.rolecall.localaws.sigv4.AuthorizationParser;
import io.rolecall.localaws.sigv4.QueryParameters;
import io.rolecall.localaws.sigv4.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the action that a form asks for. Thread-safe. */
public final class StsService {
  private static final int MAX_FORM_BYTES = 256 * 1024;

  private final Map<String, StsAction> actions;
  private final Authenticator authenticator;
  private final Faults faults;
  private final Clock clock;

  public StsService(
      List<StsAction> actions, Authenticator authenticator, Faults faults, Clock clock) {
    this.actions =
        actions.stream()
            .collect(Collectors.toUnmodifiableMap(StsAction::name, Function.identity()));
    this.authenticator = authenticator;
    this.faults = faults;
    this.clock = clock;
  }

  public void handle(Transaction transaction) throws IOException {
    transaction.isFor("sts", "Unknown");
    try {
      byte[] body = transaction.body().readNBytes(MAX_FORM_BYTES);
      QueryParameters form = form(transaction.request(), body);
      StsAction action = action(form);
      transaction.isFor("sts", action.name());
      if (faults.resetsSts()) {
        transaction.reset();
        return;
      }
      faults.beforeSts();
      String result = action.call(new StsCall(form, transaction, () -> caller(transaction, body)));
      answer(transaction, 200, null, StsXml.answer(action.name(), result, transaction.requestId()));
    } catch (AuthenticationException e) {
      answer(transaction, StsErrors.of(e, clock.instant()));
    } catch (AwsError e) {
      answer(transaction, e);
    }
  }

  private StsAction action(QueryParameters form) throws AwsError {
    String name = form.first("Action");
    StsAction action = name == null ? null : actions.get(name);
    if (action == null) {
      throw new AwsError(
          400,
          "InvalidAction",
          "Could not find operation " + name + " for version " + form.first("Version"));
    }
    return action;
  }

  private Principal caller(Transaction transaction, byte[] body) throws AuthenticationException {
    Authorization authorization = AuthorizationParser.parse(transaction.request());
    transaction.claims(authorization.accessKeyId());
    Principal caller = authenticator.owner(authorization, "sts");
    transaction.isFrom(caller);
    String hash = Sha256.hex(body);
    if (!transaction.request().headers().first("x-amz-content-sha256", hash).equals(hash)) {
      throw new AuthenticationException(
          AuthenticationFailure.BAD_SIGNATURE, authorization, "the body is another one");
    }
    authenticator.verify(transaction.request(), authorization, caller, hash);
    return caller;
  }

  /** In a form, unlike in a URL, a plus means a space. */
  private static QueryParameters form(HttpRequest request, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).replace("+", "%20");
    return QueryParameters.parse(request.method().equals("POST") ? text : request.rawQuery());
  }

  private static void answer(Transaction transaction, AwsError error) throws IOException {
    byte[] body = StsXml.error(error, transaction.requestId());
    answer(transaction, error.status(), error.code(), body);
  }

  private static void answer(
      Transaction transaction, int status, @Nullable String errorCode, byte[] body)
      throws IOException {
    HttpHeaders headers = new HttpHeaders().set("Content-Type", "text/xml");
    transaction.answer(status, errorCode, headers, body);
  }
}
