package io.rolecall.localaws.sigv4;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its own signature.
 *
 * @param accessKeyId whose signature it is
 * @param scope what it is good for
 * @param signedAt when it was made
 * @param signedHeaders the names of the fields it covers, in lower case and order
 * @param signature 64 hexadecimal digits
 * @param sessionToken the session token, or null for a user's own key
 * @param validity how long the presigned URL is good for, or null for a signature in the header
 */
public record Authorization(
    String accessKeyId,
    CredentialScope scope,
    Instant signedAt,
    List<String> signedHeaders,
    String signature,
    @Nullable String sessionToken,
    @Nullable Duration validity) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public boolean isPresigned() {
    return validity != null;
  }

  /** The time of signing as the string to sign has it. */
  String timestamp() {
    return TIMESTAMP.format(signedAt);
  }

  /** Without signature and token. */
  @Override
  public String toString() {
    return accessKeyId + '/' + scope;
  }
}
