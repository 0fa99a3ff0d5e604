package io.rolecall.localaws.sts;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.sigv4.AuthenticationException;
import io.rolecall.localaws.sigv4.QueryParameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of an action. One thread. */
final class StsCall {
  private final QueryParameters form;
  private final Transaction transaction;
  private final CallerSource callerSource;

  /** Verifies the signature of the call. */
  interface CallerSource {
    Principal verify() throws AuthenticationException;
  }

  StsCall(QueryParameters form, Transaction transaction, CallerSource callerSource) {
    this.form = form;
    this.transaction = transaction;
    this.callerSource = callerSource;
  }

  /** Who signed the call; verifies the signature. */
  Principal caller() throws AuthenticationException {
    return callerSource.verify();
  }

  /** Tells the access log what was asked for. */
  void asks(AccessLog.RoleRequest request) {
    transaction.asks(request);
  }

  /** A parameter, or null. */
  @Nullable String parameter(String name) {
    String value = form.first(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A parameter that has to be there. */
  String required(String name) throws AwsError {
    String value = parameter(name);
    if (value == null) {
      throw invalid(null, name, "Member must not be null");
    }
    return value;
  }

  /** The members of a list of strings, or one field of the members of a list of structures. */
  List<String> members(String list, String field) {
    List<String> members = new ArrayList<>();
    while (true) {
      String value = form.first(list + ".member." + (members.size() + 1) + field);
      if (value == null) {
        return members;
      }
      members.add(value);
    }
  }

  /** AWS's answer to a value that breaks a constraint. */
  static AwsError invalid(@Nullable String value, String parameter, String constraint) {
    String name = Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1);
    return new AwsError(
        400,
        "ValidationError",
        "1 validation error detected: Value "
            + (value == null ? "null" : "'" + value + "'")
            + " at '"
            + name
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
