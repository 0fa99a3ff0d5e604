package io.rolecall.localaws.sigv4;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.LineInput;
import io.rolecall.localaws.sigv4.PayloadException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@code Content-Encoding: aws-chunked} and verifies the signatures in it.
 *
 * <p>What it has handed out of a chunk is not verified before the chunk's end, so the reader must
 * not use the data before it has read to the end of the stream.
 */
public final class AwsChunkedInputStream extends InputStream {
  private final InputStream in;
  private final PayloadMode mode;
  private final ChunkSignatures signatures;
  private final HttpHeaders trailers = new HttpHeaders();
  private final MessageDigest digest = Sha256.newDigest();
  private @Nullable String chunkSignature;
  private long remaining;
  private boolean ended;

  public AwsChunkedInputStream(InputStream in, PayloadMode mode, VerifiedSignature signature) {
    this.in = in;
    this.mode = mode;
    this.signatures = signature.chunks();
  }

  /** The trailer fields; complete once the stream has been read to its end. */
  public HttpHeaders trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (remaining == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, remaining));
    if (n < 0) {
      throw incomplete();
    }
    remaining -= n;
    if (mode.hasSignedChunks()) {
      digest.update(buffer, offset, n);
    }
    if (remaining == 0) {
      verifyChunk();
      expectBlankLine();
    }
    return n;
  }

  private void nextChunk() throws IOException {
    String[] header = line().split(";chunk-signature=", 2);
    chunkSignature = header.length < 2 ? null : header[1];
    try {
      remaining = Long.parseLong(header[0].trim(), 16);
    } catch (NumberFormatException e) {
      throw new PayloadException(Reason.MALFORMED, "The chunk size is not a number.");
    }
    if (remaining == 0) {
      ended = true;
      verifyChunk();
      readTrailers();
    }
  }

  private void verifyChunk() throws PayloadException {
    if (mode.hasSignedChunks()) {
      String hash = HexFormat.of().formatHex(digest.digest());
      signatures.verifyChunk(chunkSignature == null ? "" : chunkSignature, hash);
    }
  }

  private void readTrailers() throws IOException {
    StringBuilder canonical = new StringBuilder();
    String signature = "";
    for (String line = LineInput.read(in);
        line != null && !line.isEmpty();
        line = LineInput.read(in)) {
      String[] field = line.split(":", 2);
      String name = field[0].trim().toLowerCase(Locale.ROOT);
      String value = field.length < 2 ? "" : field[1].trim();
      if (name.equals("x-amz-trailer-signature")) {
        signature = value;
      } else {
        trailers.add(name, value);
        canonical.append(name).append(':').append(value).append('\n');
      }
    }
    if (mode == PayloadMode.SIGNED_CHUNKS_AND_TRAILER) {
      signatures.verifyTrailer(signature, Sha256.hex(canonical.toString()));
    }
  }

  private void expectBlankLine() throws IOException {
    if (!line().isEmpty()) {
      throw new PayloadException(Reason.MALFORMED, "A chunk is longer than its size.");
    }
  }

  private String line() throws IOException {
    String line = LineInput.read(in);
    if (line == null) {
      throw incomplete();
    }
    return line;
  }

  private static PayloadException incomplete() {
    return new PayloadException(Reason.INCOMPLETE, "The request body terminated unexpectedly");
  }
}
