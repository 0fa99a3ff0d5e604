package io.rolecall.client;

import io.rolecall.signing.RoutedBulkDeleteAsync;
import java.lang.ref.Cleaner;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** {@link RoutedS3Client}, async. */
final class RoutedS3AsyncClient extends DelegatingS3AsyncClient {

  private final Cleaner.Cleanable dropped;

  RoutedS3AsyncClient(S3AsyncClient delegate, ClientRoutes routes) {
    super(new RoutedBulkDeleteAsync(delegate, routes::ofNamed));
    this.dropped = ClientRoutes.DROPPED.register(this, routes::close);
  }

  @Override
  public void close() {
    super.close();
    dropped.clean();
  }
}
