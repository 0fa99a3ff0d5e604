package io.rolecall.localaws.policy;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a statement's Principal or NotPrincipal element. Refuses what could not be enforced. */
final class PrincipalsParser {
  private static final Pattern AWS =
      Pattern.compile(
          "\\*|\\d{12}|arn:aws:iam::\\d{12}:(root|(user|role)/[\\w+=,.@/-]+)"
              + "|arn:aws:sts::\\d{12}:assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]+");
  private static final Pattern FEDERATED =
      Pattern.compile("arn:aws:iam::\\d{12}:(saml|oidc)-provider/[^*?]+");
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+\\.amazonaws\\.com");

  private PrincipalsParser() {}

  static Principals parse(@Nullable Object json, boolean inverted) throws MalformedPolicyException {
    Set<String> names = new LinkedHashSet<>();
    if ("*".equals(json)) {
      names.add(Requester.EVERYBODY);
      return new Principals(names, inverted);
    }
    for (Map.Entry<?, ?> type :
        Json.map(json, inverted ? "NotPrincipal" : "Principal").entrySet()) {
      String typeName = String.valueOf(type.getKey());
      Pattern form =
          switch (typeName) {
            case "AWS" -> AWS;
            case "Federated" -> FEDERATED;
            case "Service" -> SERVICE;
            default ->
                throw new MalformedPolicyException(
                    "Unsupported type of principal " + typeName + '.');
          };
      for (String name : Json.strings(type.getValue(), typeName)) {
        if (!form.matcher(name).matches()) {
          throw new MalformedPolicyException(
              "Invalid principal in policy: \"" + typeName + "\":\"" + name + "\".");
        }
        names.add(typeName + ':' + name);
      }
    }
    return new Principals(names, inverted);
  }
}
