package io.rolecall.localaws;

import io.rolecall.localaws.sigv4.QueryParameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of an action.
 *
 * @param caller who signed it
 * @param form its parameters
 * @param transaction takes what the access log shall know
 */
record StsCall(Principal caller, QueryParameters form, Transaction transaction) {

  /** A parameter, or null. */
  @Nullable String parameter(String name) {
    String value = form.first(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A parameter that has to be there. */
  String required(String name) throws AwsError {
    String value = parameter(name);
    if (value == null) {
      throw invalid("null", name, "Member must not be null");
    }
    return value;
  }

  /** The number of members of a list of structures. */
  int size(String list, String field) {
    int size = 0;
    while (form.contains(list + ".member." + (size + 1) + '.' + field)) {
      size++;
    }
    return size;
  }

  /** The members of a list of strings. */
  List<String> members(String list) {
    List<String> members = new ArrayList<>();
    for (String member = form.first(list + ".member.1");
        member != null;
        member = form.first(list + ".member." + (members.size() + 1))) {
      members.add(member);
    }
    return members;
  }

  /** AWS's answer to a value that breaks a constraint. */
  static AwsError invalid(String value, String parameter, String constraint) {
    String name = Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1);
    return new AwsError(
        400,
        "ValidationError",
        "1 validation error detected: Value "
            + (value.equals("null") ? "null" : "'" + value + "'")
            + " at '"
            + name
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
