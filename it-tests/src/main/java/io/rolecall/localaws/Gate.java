package io.rolecall.localaws;

import io.rolecall.localaws.http.HttpExchange;
import io.rolecall.localaws.http.HttpHandler;
import java.io.IOException;
import java.time.Clock;

/** The one endpoint of both services. Thread-safe. */
final class Gate implements HttpHandler {
  private final S3Service s3;
  private final StsService sts;
  private final AccessLog log;
  private final Clock clock;

  Gate(S3Service s3, StsService sts, AccessLog log, Clock clock) {
    this.s3 = s3;
    this.sts = sts;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Transaction transaction = new Transaction(exchange, log, clock);
    if (StsService.accepts(exchange.request())) {
      sts.handle(transaction);
    } else {
      s3.handle(transaction);
    }
  }
}
