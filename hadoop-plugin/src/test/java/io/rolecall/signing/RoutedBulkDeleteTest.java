package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.credentials.BucketRoutes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

class RoutedBulkDeleteTest {

  /** Deletes what does not contain "locked"; fails for what contains "broken". */
  private static final class FakeS3 implements S3Client {

    private final List<DeleteObjectsRequest> requests = new ArrayList<>();

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
      requests.add(request);
      List<DeletedObject> deleted = new ArrayList<>();
      List<S3Error> errors = new ArrayList<>();
      for (ObjectIdentifier object : request.delete().objects()) {
        if (object.key().contains("broken")) {
          throw S3Exception.builder().statusCode(503).message("slow down").build();
        } else if (object.key().contains("locked")) {
          errors.add(S3Error.builder().key(object.key()).code("AccessDenied").build());
        } else {
          deleted.add(DeletedObject.builder().key(object.key()).build());
        }
      }
      return DeleteObjectsResponse.builder().deleted(deleted).errors(errors).build();
    }

    List<List<String>> keysOfEachRequest() {
      return requests.stream().map(request -> keys(request.delete().objects())).toList();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }

  private final FakeS3 s3 = new FakeS3();
  private final RoutedBulkDelete client =
      new RoutedBulkDelete(
          s3,
          bucket ->
              new BucketRoutes(TestRoutes.of("in", "reader", "out", "writer", "tmp", "writer")));

  private static List<String> keys(List<ObjectIdentifier> objects) {
    return objects.stream().map(ObjectIdentifier::key).toList();
  }

  private static DeleteObjectsRequest request(String... keys) {
    List<ObjectIdentifier> objects =
        List.of(keys).stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    return DeleteObjectsRequest.builder()
        .bucket("bucket1")
        .bypassGovernanceRetention(true)
        .delete(all -> all.objects(objects).quiet(false))
        .build();
  }

  @Test
  void leavesARequestOfOneRouteAsItIs() {
    DeleteObjectsRequest request = request("out/a", "tmp/b");
    client.deleteObjects(request);
    assertThat(s3.requests).containsExactly(request);
  }

  @Test
  void makesOneRequestPerRouteAndJoinsTheAnswers() {
    DeleteObjectsResponse response =
        client.deleteObjects(request("out/a", "in/b", "tmp/locked", "in/locked", "out/c"));
    assertThat(s3.keysOfEachRequest())
        .containsExactly(List.of("out/a", "tmp/locked", "out/c"), List.of("in/b", "in/locked"));
    assertThat(response.deleted())
        .extracting(DeletedObject::key)
        .containsExactly("out/a", "out/c", "in/b");
    assertThat(response.errors())
        .extracting(S3Error::key)
        .containsExactly("tmp/locked", "in/locked");
  }

  @Test
  void deletesNothingWhereAKeyHasNoRoute() {
    assertThatThrownBy(() -> client.deleteObjects(request("out/a", "in/b", "elsewhere")))
        .isInstanceOf(S3Exception.class)
        .hasMessageStartingWith(
            "no route for s3a://bucket1/elsewhere: the bucket is routed by prefix alone"
                + " (s3a://bucket1[in, out, tmp]); add a route that covers it");
    assertThat(s3.requests).isEmpty();
  }

  @Test
  void keepsTheOtherSettingsOfTheRequest() {
    client.deleteObjects(request("out/a", "in/b"));
    assertThat(s3.requests)
        .allMatch(DeleteObjectsRequest::bypassGovernanceRetention)
        .allMatch(request -> request.bucket().equals("bucket1"))
        .allMatch(request -> !request.delete().quiet());
  }

  @Test
  void failsAsTheStoreDoes() {
    assertThatThrownBy(() -> client.deleteObjects(request("out/a", "in/broken")))
        .isInstanceOf(S3Exception.class)
        .hasMessageStartingWith("slow down");
  }
}
