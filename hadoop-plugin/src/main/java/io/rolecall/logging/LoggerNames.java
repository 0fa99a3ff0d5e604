package io.rolecall.logging;

import java.util.List;

/** Which loggers are guarded. */
final class LoggerNames {

  /**
   * The loggers; each stands for those below it too. The SDK's are guarded as a whole: a logger
   * that a later version adds is then guarded as well. That of its bundle holds the HTTP clients.
   */
  static final List<String> ALL =
      List.of(
          "software.amazon.awssdk",
          "com.amazonaws",
          "org.apache.http.wire",
          "org.apache.http.headers",
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "io.netty.handler.logging",
          "io.netty.handler.codec.http2",
          "org.apache.spark.network.util.NettyLogger",
          // The JDK's client, which metadata services are asked with.
          "sun.net.www.protocol.http");

  /** Those that are known to print secrets; a configuration may name them one by one. */
  static final List<String> LEAVES =
      List.of(
          "software.amazon.awssdk.auth.signer",
          "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner",
          "software.amazon.awssdk.request",
          "software.amazon.awssdk.thirdparty.io.netty.handler.logging.LoggingHandler",
          "software.amazon.awssdk.thirdparty.org.apache.http.headers",
          "software.amazon.awssdk.thirdparty.org.apache.http.wire",
          "com.amazonaws.auth.AWS4Signer",
          "com.amazonaws.request",
          "org.apache.http.wire",
          "org.apache.http.headers",
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "io.netty.handler.logging.LoggingHandler",
          "io.netty.handler.codec.http2.Http2FrameLogger",
          "org.apache.spark.network.util.NettyLogger",
          "sun.net.www.protocol.http.HttpURLConnection");

  private LoggerNames() {}

  /** Whether a logger is one of those, or below one. */
  static boolean isGuarded(String logger) {
    for (String name : ALL) {
      if (logger.startsWith(name)
          && (logger.length() == name.length() || logger.charAt(name.length()) == '.')) {
        return true;
      }
    }
    return false;
  }
}
