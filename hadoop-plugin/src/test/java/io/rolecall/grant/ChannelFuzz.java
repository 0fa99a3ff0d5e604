package io.rolecall.grant;

import java.io.IOException;

/** What executors and drivers send each other: whoever reaches the channel. */
public final class ChannelFuzz {

  private ChannelFuzz() {}

  private interface Reading {
    void run() throws IOException;
  }

  /** Reads questions, answers and grants; only an IOException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    read(
        () -> {
          GrantRequest read = GrantRequest.decode(data);
          same(read, GrantRequest.decode(read.encode()));
        });
    read(() -> AnswerCodec.encode(AnswerCodec.decode(data)));
    read(
        () -> {
          SessionGrant read = GrantCodec.decode(data);
          same(read, GrantCodec.decode(GrantCodec.encode(read)));
        });
  }

  private static void read(Reading reading) {
    try {
      reading.run();
    } catch (IOException e) {
      // As it should be.
    }
  }

  private static void same(Object one, Object other) {
    if (!one.equals(other)) {
      throw new AssertionError("what was read is written and read as another one");
    }
  }
}
