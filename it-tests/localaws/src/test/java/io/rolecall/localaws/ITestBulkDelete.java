package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** DeleteObjects through the gate. */
final class ITestBulkDelete {
  private static final String BUCKET = "data";

  private static LocalAws aws;
  private static S3Client s3;
  private static S3Client team;

  @BeforeAll
  static void start() throws IOException {
    aws = TestWorld.describe(new LocalAwsBuilder().backEnd(SharedS3Mock.uri())).start();
    Clients clients = new Clients(aws.endpoint());
    var user = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
    var session = clients.assume(user, TestWorld.WRITER, r -> {});
    s3 = clients.s3(session);
    team = clients.s3(clients.assume(user, TestWorld.TEAM, r -> {}));
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    team.close();
    aws.close();
  }

  @Test
  void deletesInBulk() throws IOException {
    List<String> keys = IntStream.range(0, 250).mapToObj(i -> "bulk/" + i).toList();
    for (String key : keys) {
      aws.put(BUCKET, key, new byte[1]);
    }
    assertThat(delete(s3, keys)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(aws.list(BUCKET, "bulk/")).isEmpty();
  }

  @Test
  void deletesInBulkWhatTheRoleMay() throws IOException {
    List<String> keys = List.of("teams/a/1", "teams/b/<&>", "teams/a/2");
    for (String key : keys) {
      aws.put(BUCKET, key, new byte[1]);
    }
    var answer = team.deleteObjects(b -> b.bucket(BUCKET).delete(d -> d.objects(ids(keys))));
    assertThat(answer.deleted())
        .extracting(DeletedObject::key)
        .containsExactlyInAnyOrder("teams/a/1", "teams/a/2");
    assertThat(answer.errors()).extracting(S3Error::key).containsExactly("teams/b/<&>");
    assertThat(aws.list(BUCKET, "teams/")).containsExactly("teams/b/<&>");
    assertThat(aws.log().operation("DeleteObjects").filter(entry -> entry.keys().equals(keys)))
        .as("logged with the keys of its body, the denied one too")
        .hasSize(1);
  }

  private static List<String> delete(S3Client client, List<String> keys) {
    return client
        .deleteObjects(b -> b.bucket(BUCKET).delete(d -> d.objects(ids(keys))))
        .deleted()
        .stream()
        .map(DeletedObject::key)
        .toList();
  }

  private static List<ObjectIdentifier> ids(List<String> keys) {
    return keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
  }
}
