package io.rolecall.localaws.sigv4;

import io.rolecall.localaws.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the two forms in which a signature travels. */
public final class AuthorizationParser {
  /** What AWS lets a presigned URL live. */
  private static final Duration MAX_VALIDITY = Duration.ofDays(7);

  private AuthorizationParser() {}

  /** Whether a request says anything about a signature, be it valid or not. */
  public static boolean isIn(HttpRequest request) {
    QueryParameters query = QueryParameters.parse(request.rawQuery());
    return request.headers().first("Authorization") != null
        || query.contains("X-Amz-Algorithm")
        || query.contains("X-Amz-Signature");
  }

  /** Reads the header or the query, whichever holds the signature. */
  public static Authorization parse(HttpRequest request) throws AuthenticationException {
    QueryParameters query = QueryParameters.parse(request.rawQuery());
    String header = request.headers().first("Authorization");
    if (header != null) {
      return fromHeader(request, header);
    }
    if (query.contains("X-Amz-Algorithm")) {
      return fromQuery(query);
    }
    throw new AuthenticationException(AuthenticationFailure.MISSING, null, "Access Denied");
  }

  private static Authorization fromHeader(HttpRequest request, String header)
      throws AuthenticationException {
    String[] parts = header.split(" ", 2);
    requireAlgorithm(parts[0]);
    Map<String, String> fields = new HashMap<>();
    for (String field : (parts.length < 2 ? "" : parts[1]).split(",")) {
      String[] pair = field.trim().split("=", 2);
      fields.put(pair[0], pair.length < 2 ? "" : pair[1]);
    }
    return build(
        required(fields.get("Credential"), "Credential"),
        required(request.headers().first("X-Amz-Date"), "X-Amz-Date"),
        required(fields.get("SignedHeaders"), "SignedHeaders"),
        required(fields.get("Signature"), "Signature"),
        request.headers().first("X-Amz-Security-Token"),
        null);
  }

  private static Authorization fromQuery(QueryParameters query) throws AuthenticationException {
    requireAlgorithm(required(query.first("X-Amz-Algorithm"), "X-Amz-Algorithm"));
    return build(
        required(query.first("X-Amz-Credential"), "X-Amz-Credential"),
        required(query.first("X-Amz-Date"), "X-Amz-Date"),
        required(query.first("X-Amz-SignedHeaders"), "X-Amz-SignedHeaders"),
        required(query.first("X-Amz-Signature"), "X-Amz-Signature"),
        query.first("X-Amz-Security-Token"),
        validity(required(query.first("X-Amz-Expires"), "X-Amz-Expires")));
  }

  private static Authorization build(
      String credential,
      String timestamp,
      String signedHeaders,
      String signature,
      @Nullable String sessionToken,
      @Nullable Duration validity)
      throws AuthenticationException {
    String[] scope = credential.split("/");
    if (scope.length != 5
        || !scope[4].equals(CredentialScope.TERMINATOR)
        || !timestamp.startsWith(scope[1])) {
      throw malformed("Credential");
    }
    List<String> names = List.of(signedHeaders.split(";"));
    if (!names.contains("host")) {
      throw malformed("SignedHeaders");
    }
    return new Authorization(
        scope[0],
        new CredentialScope(scope[1], scope[2], scope[3]),
        parseTimestamp(timestamp),
        names,
        signature,
        sessionToken,
        validity);
  }

  private static Instant parseTimestamp(String timestamp) throws AuthenticationException {
    try {
      return LocalDateTime.parse(timestamp, Authorization.TIMESTAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new AuthenticationException(
          AuthenticationFailure.MALFORMED, null, "X-Amz-Date must be in the ISO8601 Long Format");
    }
  }

  private static Duration validity(String seconds) throws AuthenticationException {
    try {
      Duration validity = Duration.ofSeconds(Long.parseLong(seconds));
      if (!validity.isNegative() && validity.compareTo(MAX_VALIDITY) <= 0) {
        return validity;
      }
    } catch (NumberFormatException e) {
      // not a number: the same answer as a number out of range
    }
    throw malformed("X-Amz-Expires");
  }

  private static void requireAlgorithm(String algorithm) throws AuthenticationException {
    if (!algorithm.equals(Authorization.ALGORITHM)) {
      throw new AuthenticationException(
          AuthenticationFailure.UNSUPPORTED,
          null,
          "The authorization mechanism you have provided is not supported. Please use "
              + Authorization.ALGORITHM
              + '.');
    }
  }

  private static String required(@Nullable String value, String name)
      throws AuthenticationException {
    if (value == null || value.isEmpty()) {
      throw malformed(name);
    }
    return value;
  }

  private static AuthenticationException malformed(String name) {
    return new AuthenticationException(
        AuthenticationFailure.MALFORMED,
        null,
        "The authorization header is malformed; " + name + " is missing or invalid.");
  }
}
