package io.rolecall.localaws.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads CRLF-terminated lines out of a byte stream, and never a byte more. */
public final class LineInput {
  /** Session tokens and session policies are long, but not this long. */
  private static final int MAX_LINE_BYTES = 64 * 1024;

  private LineInput() {}

  /** The next line without its end, or null at the end of the stream. */
  public static @Nullable String read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() == 0) {
          return null;
        }
        throw new HttpFormatException("the stream ended inside a line");
      }
      if (line.size() == MAX_LINE_BYTES) {
        throw new HttpFormatException("a line is longer than " + MAX_LINE_BYTES + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
