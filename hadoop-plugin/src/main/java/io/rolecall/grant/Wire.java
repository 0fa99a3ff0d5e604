package io.rolecall.grant;

import io.rolecall.route.RoleArn;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What the wire formats have in common: counts, texts and times with bounds, which hold for the
 * writer too. Messages begin with what is read or written.
 *
 * @param what what it is, for messages
 */
record Wire(String what) {

  /** No year that has more than four digits. */
  private static final long LAST_MILLIS = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

  /** Clocks and schedulers count in nanoseconds, which last for 292 years. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(100_000);

  /** What STS says of a refusal has a few hundred bytes. */
  static final int MAX_TEXT = 16 * 1024;

  void writeCount(DataOutputStream out, int count, int most, String things) throws IOException {
    out.writeInt(checkedCount(count, most, things));
  }

  int readCount(DataInputStream in, int most, String things) throws IOException {
    return checkedCount(in.readInt(), most, things);
  }

  private int checkedCount(int count, int most, String things) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException(what + " with " + count + " " + things + ": at most " + most);
    }
    return count;
  }

  void writeText(DataOutputStream out, String text, int most) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(checkedLength(bytes.length, most));
    out.write(bytes);
  }

  String readText(DataInputStream in, int most) throws IOException {
    byte[] bytes = new byte[checkedLength(in.readInt(), most)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int checkedLength(int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException(what + " with a text of " + length + " bytes: at most " + most);
    }
    return length;
  }

  void writeInstant(DataOutputStream out, Instant instant, String happening) throws IOException {
    long millis;
    try {
      millis = instant.toEpochMilli();
    } catch (ArithmeticException e) {
      millis = Long.MAX_VALUE;
    }
    out.writeLong(checkedMillis(millis, happening));
  }

  Instant readInstant(DataInputStream in, String happening) throws IOException {
    return Instant.ofEpochMilli(checkedMillis(in.readLong(), happening));
  }

  private long checkedMillis(long millis, String happening) throws IOException {
    if (millis < 0 || millis > LAST_MILLIS) {
      throw new IOException(
          what
              + " "
              + happening
              + " at "
              + millis
              + " milliseconds since 1970: expected a time from 1970 to 9999");
    }
    return millis;
  }

  void writeSession(DataOutputStream out, Session session, Instant writtenAt) throws IOException {
    writeText(out, session.accessKeyId(), MAX_TEXT);
    writeText(out, session.secretAccessKey(), MAX_TEXT);
    writeText(out, session.sessionToken(), MAX_TEXT);
    writeText(out, session.sessionName(), MAX_TEXT);
    checkLife(session.expiration(), writtenAt);
    writeInstant(out, session.expiration(), "with a session that ends");
  }

  Session readSession(DataInputStream in, RoleArn arn, Instant writtenAt) throws IOException {
    String accessKeyId = readText(in, MAX_TEXT);
    String secretAccessKey = readText(in, MAX_TEXT);
    String sessionToken = readText(in, MAX_TEXT);
    String sessionName = readText(in, MAX_TEXT);
    Instant expiration = readInstant(in, "with a session that ends");
    checkLife(expiration, writtenAt);
    return new Session(accessKeyId, secretAccessKey, sessionToken, arn, sessionName, expiration);
  }

  private void checkLife(Instant expiration, Instant writtenAt) throws IOException {
    if (Duration.between(writtenAt, expiration).abs().compareTo(LONGEST_LIFE) > 0) {
      throw new IOException(
          what
              + " written at "
              + writtenAt
              + " with a session that ends at "
              + expiration
              + ": expected an end within "
              + LONGEST_LIFE.toDays()
              + " days");
    }
  }

  /** A failure's message, cut to what surely fits. */
  void writeMessage(DataOutputStream out, SessionException.Kind kind, String message)
      throws IOException {
    out.writeBoolean(kind == SessionException.Kind.PERMANENT);
    writeText(out, cut(message), MAX_TEXT);
  }

  /** A message for people, cut to what surely fits: it must not keep back what travels with it. */
  static String cut(String message) {
    return message.substring(0, Math.min(message.length(), MAX_TEXT / 4));
  }

  SessionException readFailure(DataInputStream in) throws IOException {
    boolean permanent = in.readBoolean();
    return new SessionException(
        permanent ? SessionException.Kind.PERMANENT : SessionException.Kind.TRANSIENT,
        readText(in, MAX_TEXT),
        null);
  }
}
