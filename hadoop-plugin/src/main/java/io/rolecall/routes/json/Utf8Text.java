package io.rolecall.routes.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Reads UTF-8 strictly: a letter that is replaced in silence is another name. */
public final class Utf8Text {

  private Utf8Text() {}

  /** Bytes are not UTF-8; the message says where. */
  public static final class NotUtf8Exception extends CharacterCodingException {

    private static final long serialVersionUID = 1L;

    private final String place;

    NotUtf8Exception(String place) {
      this.place = place;
    }

    /** The line and the column, which counts characters. */
    @Override
    public String getMessage() {
      return "not UTF-8 in " + place + ". Save it as UTF-8";
    }
  }

  /**
   * Decodes a text.
   *
   * @param bytes the text; a byte order mark at its start is passed over
   * @return the text
   * @throws NotUtf8Exception if it is not UTF-8
   */
  public static String of(byte[] bytes) throws NotUtf8Exception {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    String read = text.flip().toString();
    if (result.isError()) {
      int lineStart = read.lastIndexOf('\n') + 1;
      long line = read.chars().filter(character -> character == '\n').count() + 1;
      throw new NotUtf8Exception("line " + line + ", column " + (read.length() - lineStart + 1));
    }
    return read.startsWith("\uFEFF") ? read.substring(1) : read;
  }
}
