package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.adobe.testing.s3mock.testcontainers.S3MockContainer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** S3Mock's container image behind the gate, instead of its executable jar. */
final class ITestS3MockContainer {
  @Test
  void servesAsBackEnd() throws IOException {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker here: S3Mock's container image cannot run");
    try (S3MockContainer mock = new S3MockContainer("5.2.0")) {
      mock.start();
      try (LocalAws aws =
          TestWorld.describe(LocalAws.builder().backEnd(URI.create(mock.getHttpEndpoint())))
              .start()) {
        var user = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
        try (S3Client s3 = new Clients(aws.endpoint()).s3(user)) {
          s3.putObject(b -> b.bucket("jobs").key("key"), RequestBody.fromString("hello"));
        }
        assertThat(aws.get("jobs", "key")).asString().isEqualTo("hello");
      }
    }
  }
}
