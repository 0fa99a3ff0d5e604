package io.rolecall.supply.loopback;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of HTTP, after which its connection ends.
 *
 * @param status HTTP's status
 * @param body the text; that of 200 is a secret
 * @param proof what only the asked server can say, which tells it from whoever has its port after
 *     it; a secret. Empty if the asker is unknown
 */
public record HttpAnswer(int status, String body, Optional<String> proof) {

  /** The field of the header that has the proof, the first one, as it is written. */
  public static final String PROOF = "Rolecall-Server";

  private static final String NEXT = "\r\n";

  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          503, "Service Unavailable");

  /** An answer without proof. */
  public HttpAnswer(int status, String body) {
    this(status, body, Optional.empty());
  }

  /** The same, with a proof. */
  HttpAnswer proven(String by) {
    return new HttpAnswer(status, body, Optional.of(by));
  }

  /** All of it, as it is sent. */
  byte[] bytes() {
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + REASONS.getOrDefault(status, "")
            + NEXT
            + proof.map(known -> PROOF + ": " + known + NEXT).orElse("")
            + "Content-Type: application/json"
            + NEXT
            + "Cache-Control: no-store"
            + NEXT
            + "Content-Length: "
            + text.length
            + NEXT
            + "Connection: close"
            + NEXT
            + NEXT;
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[start.length + text.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(text, 0, all, start.length, text.length);
    return all;
  }

  /** The status alone. */
  @Override
  public String toString() {
    return "answer " + status;
  }
}
