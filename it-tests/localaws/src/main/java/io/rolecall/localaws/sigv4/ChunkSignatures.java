package io.rolecall.localaws.sigv4;

/** Verifies the signatures of chunks, each of which covers the one before. Used by one thread. */
final class ChunkSignatures {
  private final SigningKey key;
  private final String timestamp;
  private final CredentialScope scope;
  private String previous;

  ChunkSignatures(SigningKey key, String timestamp, CredentialScope scope, String seed) {
    this.key = key;
    this.timestamp = timestamp;
    this.scope = scope;
    this.previous = seed;
  }

  void verifyChunk(String signature, String dataHash) throws PayloadException {
    verify(signature, "PAYLOAD", Sha256.EMPTY + '\n' + dataHash);
  }

  void verifyTrailer(String signature, String trailerHash) throws PayloadException {
    verify(signature, "TRAILER", trailerHash);
  }

  private void verify(String signature, String part, String hashes) throws PayloadException {
    String algorithm = Authorization.ALGORITHM + '-' + part;
    String text = String.join("\n", algorithm, timestamp, scope.toString(), previous, hashes);
    if (!key.verifies(text, signature)) {
      throw new PayloadException(
          PayloadException.Reason.BAD_SIGNATURE,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.");
    }
    previous = signature;
  }
}
