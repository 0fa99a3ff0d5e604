package org.apache.comet.cloud.s3;

/** An answer. Comet's native code reads the fields. */
public final class CometS3Credentials {

  private final String accessKeyId;
  private final String secretAccessKey;
  private final String sessionToken;
  private final long expirationEpochMillis;

  /** Session credentials, or others with null as the session token; 0 if the end is not known. */
  public CometS3Credentials(
      String accessKeyId, String secretAccessKey, String sessionToken, long expirationEpochMillis) {
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
    this.sessionToken = sessionToken;
    this.expirationEpochMillis = expirationEpochMillis;
  }

  /** The access key id. */
  public String getAccessKeyId() {
    return accessKeyId;
  }

  /** The secret access key. */
  public String getSecretAccessKey() {
    return secretAccessKey;
  }

  /** The session token, as AWS names it; may be null. */
  public String getSessionToken() {
    return sessionToken;
  }

  /** When they end, in milliseconds since 1970; 0 if that is not known. */
  public long getExpirationEpochMillis() {
    return expirationEpochMillis;
  }
}
