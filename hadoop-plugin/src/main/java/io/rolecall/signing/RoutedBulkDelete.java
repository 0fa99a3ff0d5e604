package io.rolecall.signing;

import io.rolecall.credentials.BucketRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;

/**
 * A client whose bulk deletes are one request per route, because a request has one signature. The
 * answers are joined, so that callers see what they asked for.
 */
public final class RoutedBulkDelete extends DelegatingS3Client {

  private final Function<String, BucketRoutes> routes;

  /**
   * A client.
   *
   * @param delegate sends the requests; is closed with this one
   * @param routes the routes of a bucket, by the name that a request gives it
   */
  public RoutedBulkDelete(S3Client delegate, Function<String, BucketRoutes> routes) {
    super(delegate);
    this.routes = routes;
  }

  @Override
  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
    List<DeleteObjectsRequest> parts = SplitDelete.split(request, routes.apply(request.bucket()));
    if (parts.size() == 1) {
      return super.deleteObjects(request);
    }
    List<DeleteObjectsResponse> answers = new ArrayList<>();
    for (DeleteObjectsRequest part : parts) {
      answers.add(super.deleteObjects(part));
    }
    return SplitDelete.join(answers);
  }
}
