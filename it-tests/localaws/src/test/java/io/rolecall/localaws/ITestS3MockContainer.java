package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.adobe.testing.s3mock.testcontainers.S3MockContainer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3Mock's container image behind the gate, instead of its executable jar. Skipped, with the
 * reason, where no container can run.
 */
final class ITestS3MockContainer {

  /** Why CI could not start Docker, or not make the image. */
  private static final String NO_CONTAINERS = "ROLECALL_NO_CONTAINERS";

  @Test
  void servesAsBackEnd() throws IOException {
    skipWithoutContainers();
    try (S3MockContainer mock =
        new S3MockContainer(System.getProperty("rolecall.s3mock.version"))
            // A machine that builds two modules beside it takes its time.
            .withStartupTimeout(Duration.ofMinutes(3))) {
      mock.start();
      try (LocalAws aws =
          TestWorld.describe(new LocalAwsBuilder().backEnd(URI.create(mock.getHttpEndpoint())))
              .start()) {
        var user = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
        try (S3Client s3 = new Clients(aws.endpoint()).s3(user)) {
          s3.putObject(b -> b.bucket("jobs").key("key"), RequestBody.fromString("hello"));
        }
        assertThat(aws.get("jobs", "key")).asString().isEqualTo("hello");
      }
    }
  }

  private static void skipWithoutContainers() {
    String why = System.getenv(NO_CONTAINERS);
    if (why != null) {
      abort("S3Mock's container image cannot run here: " + why);
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      abort(
          "S3Mock's container image cannot run here: no Docker answers. it-tests/containers/docker"
              + " starts one, as root on Debian");
    }
  }
}
