package io.rolecall.client;

import io.rolecall.signing.RoutedBulkDelete;
import java.lang.ref.Cleaner;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;

/** A client that signs by routes, and gives its share in the sessions back when it is closed. */
final class RoutedS3Client extends DelegatingS3Client {

  private final Cleaner.Cleanable dropped;

  RoutedS3Client(S3Client delegate, ClientRoutes routes) {
    super(new RoutedBulkDelete(delegate, routes::ofNamed));
    this.dropped = ClientRoutes.DROPPED.register(this, routes::close);
  }

  @Override
  public void close() {
    super.close();
    dropped.clean();
  }
}
