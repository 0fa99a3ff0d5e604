package io.rolecall.signing;

import io.rolecall.credentials.BucketRoutes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;

/** {@link RoutedBulkDelete} of an async client: the parts are sent at the same time. */
public final class RoutedBulkDeleteAsync extends DelegatingS3AsyncClient {

  private final Function<String, BucketRoutes> routes;

  /**
   * A client.
   *
   * @param delegate sends the requests; is closed with this one
   * @param routes the routes of a bucket, by the name that a request gives it
   */
  public RoutedBulkDeleteAsync(S3AsyncClient delegate, Function<String, BucketRoutes> routes) {
    super(delegate);
    this.routes = routes;
  }

  @Override
  public CompletableFuture<DeleteObjectsResponse> deleteObjects(DeleteObjectsRequest request) {
    List<DeleteObjectsRequest> parts;
    try {
      parts = SplitDelete.split(request, routes.apply(request.bucket()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (parts.size() == 1) {
      return super.deleteObjects(request);
    }
    List<CompletableFuture<DeleteObjectsResponse>> answers =
        parts.stream().map(super::deleteObjects).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> SplitDelete.join(answers.stream().map(CompletableFuture::join).toList()));
  }
}
