package io.rolecall.signing;

import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RouteCredentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** A bulk delete as one request per route, because a request has one signature. */
final class SplitDelete {

  private SplitDelete() {}

  /**
   * Splits a bulk delete.
   *
   * @return the request itself where one route has all keys
   * @throws software.amazon.awssdk.services.s3.model.S3Exception a refusal of a key without a
   *     route, before anything is deleted
   */
  static List<DeleteObjectsRequest> split(DeleteObjectsRequest request, BucketRoutes routes) {
    if (routes.single() != null || request.delete() == null) {
      return List.of(request);
    }
    Map<RouteCredentials, List<ObjectIdentifier>> byRoute = new LinkedHashMap<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      RouteCredentials route = routes.find(object.key()).credentials();
      byRoute.computeIfAbsent(route, absent -> new ArrayList<>()).add(object);
    }
    if (byRoute.size() <= 1) {
      return List.of(request);
    }
    return byRoute.values().stream()
        .map(
            objects ->
                request.toBuilder()
                    .delete(request.delete().toBuilder().objects(objects).build())
                    .build())
        .toList();
  }

  /** Joins the answers, so that callers see what they asked for. */
  static DeleteObjectsResponse join(List<DeleteObjectsResponse> answers) {
    List<DeletedObject> deleted = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    for (DeleteObjectsResponse answer : answers) {
      deleted.addAll(answer.deleted());
      errors.addAll(answer.errors());
    }
    return DeleteObjectsResponse.builder().deleted(deleted).errors(errors).build();
  }
}
