package io.rolecall.localaws.sigv4;

/** Why a caller is not known to be who it says. Each service has its own code for each of these. */
public enum AuthenticationFailure {
  /** No signature at all. */
  MISSING,
  /** Another algorithm than AWS4-HMAC-SHA256. */
  UNSUPPORTED,
  /** A part of the signature is not there or cannot be read. */
  MALFORMED,
  /** Nobody has this access key id. */
  UNKNOWN_KEY,
  /** The session token is not the one that came with the key, or there is none. */
  INVALID_TOKEN,
  /** The session has ended. */
  EXPIRED_TOKEN,
  /** The signature is another one than the secret gives for this request. */
  BAD_SIGNATURE,
  /** A header that AWS wants covered by the signature is not. */
  UNSIGNED_HEADERS,
  /** Signed too long ago, or in the future. */
  SKEWED,
  /** The presigned URL has expired. */
  EXPIRED_URL
}
