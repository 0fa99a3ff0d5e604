package io.rolecall.s3a;

import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RouteCredentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * A client whose bulk deletes are one request per route, because a request has one signature. The
 * answers are joined, so that callers see what they asked for.
 */
final class RoutedBulkDelete extends DelegatingS3Client {

  private final BucketRoutes routes;

  RoutedBulkDelete(S3Client delegate, BucketRoutes routes) {
    super(delegate);
    this.routes = routes;
  }

  @Override
  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
    Map<RouteCredentials, List<ObjectIdentifier>> byRoute = new LinkedHashMap<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      // Refuses a key without a route before anything is deleted.
      RouteCredentials route = routes.find(object.key()).credentials();
      byRoute.computeIfAbsent(route, absent -> new ArrayList<>()).add(object);
    }
    if (byRoute.size() <= 1) {
      return super.deleteObjects(request);
    }
    List<DeletedObject> deleted = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    for (List<ObjectIdentifier> objects : byRoute.values()) {
      DeleteObjectsResponse response =
          super.deleteObjects(
              request.toBuilder()
                  .delete(request.delete().toBuilder().objects(objects).build())
                  .build());
      deleted.addAll(response.deleted());
      errors.addAll(response.errors());
    }
    return DeleteObjectsResponse.builder().deleted(deleted).errors(errors).build();
  }
}
