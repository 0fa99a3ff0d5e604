package io.rolecall.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.session.Session;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers of AWS's protocol for the credentials of containers, as JSON.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">the
 *     protocol</a>
 */
public final class ContainerAnswer {

  private static final JsonMapper MAPPER = new JsonMapper();

  private ContainerAnswer() {}

  /**
   * A session, secrets and all.
   *
   * @param session the session
   * @param told when it is said to end
   * @return the text
   */
  public static String of(Session session, Instant told) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("AccessKeyId", session.accessKeyId());
    values.put("SecretAccessKey", session.secretAccessKey());
    values.put("Token", session.sessionToken());
    values.put("Expiration", told.toString());
    return toJson(values);
  }

  /**
   * Why there is none.
   *
   * @param code one word, for programs
   * @param message for people; no secrets
   * @return the text
   */
  public static String failure(String code, String message) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("code", code);
    values.put("message", message);
    return toJson(values);
  }

  private static String toJson(Map<String, String> values) {
    try {
      return MAPPER.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
