package io.rolecall.localaws.sigv4;

import org.jspecify.annotations.Nullable;

/** How a body is bound to its request's signature. */
public enum PayloadMode {
  /** By its hash. */
  SIGNED,
  /** Not at all. */
  UNSIGNED,
  /** In chunks, each with its signature. */
  SIGNED_CHUNKS,
  /** In chunks with signatures, and a signed trailer. */
  SIGNED_CHUNKS_AND_TRAILER,
  /** In chunks without signatures, and a trailer. */
  UNSIGNED_CHUNKS_AND_TRAILER;

  /** The mode that a value of {@code x-amz-content-sha256} means, or null where it means none. */
  public static @Nullable PayloadMode of(String contentSha256) {
    return switch (contentSha256) {
      case "UNSIGNED-PAYLOAD" -> UNSIGNED;
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> SIGNED_CHUNKS;
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> SIGNED_CHUNKS_AND_TRAILER;
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> UNSIGNED_CHUNKS_AND_TRAILER;
      default -> contentSha256.matches("[0-9a-f]{64}") ? SIGNED : null;
    };
  }

  /** Whether the body comes in {@code aws-chunked} encoding. */
  public boolean isChunked() {
    return this != SIGNED && this != UNSIGNED;
  }

  boolean hasSignedChunks() {
    return this == SIGNED_CHUNKS || this == SIGNED_CHUNKS_AND_TRAILER;
  }
}
