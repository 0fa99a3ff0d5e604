package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.AttackedApplication.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hadoop keeps a file system for all who come later: what an attacker opened must not be theirs.
 */
@ExtendWith(AttackedApplication.class)
class ITestSharedCache {

  /** Hadoop's switch of the cache is one for each scheme. */
  @Test
  void aCatalogsFileSystemDoesNotServeThoseWithoutTheCatalogsRole(Scene scene) throws IOException {
    scene.accounts().aws().put("shared", "bronze/of-bronze", bytes("of bronze"));
    String location = "s3://shared/bronze/of-bronze";
    Outcome attack =
        Outcome.of(
            () ->
                new Sessions(scene.application())
                    .bySet(
                        location,
                        Map.of(
                            "fs.s3a.impl.disable.cache",
                            "true",
                            "fs.s3a.bucket.shared.assumed.role.arn",
                            Accounts.BRONZE_ROLE)));
    int mark = scene.accounts().aws().log().entries().size();
    Outcome neighbour =
        Outcome.of(() -> new Sessions(scene.application()).bySet(location, Map.of()));
    assertThat(neighbour.lines())
        .as("what one reads who has no role for the bucket, after: %s", attack.text())
        .isEmpty();
    assertThat(scene.accounts().aws().log().entries().stream().skip(mark))
        .filteredOn(entry -> "shared".equals(entry.bucket()))
        .as("requests for one who has no role for the bucket, after: %s", attack.text())
        .isEmpty();
  }

  /** A key that anybody may set is for the one who sets it. */
  @Test
  void aFreeKeyDoesNotServeTheNeighbour(Scene scene) throws IOException {
    String control = scene.accounts().freshTarget();
    String attacked = scene.accounts().freshTarget();
    for (int i = 0; i < 9; i++) {
      scene.accounts().aws().put(control, "folder/" + i, bytes("x"));
      scene.accounts().aws().put(attacked, "folder/" + i, bytes("x"));
    }
    Sessions sessions = new Sessions(scene.application());
    sessions.bySet("s3a://" + attacked + "/folder", Map.of("fs.s3a.paging.maximum", "1"));
    assertThat(listings(scene, attacked)).isEqualTo(listings(scene, control));
    scene.neighbour().assertContent();
  }

  /** Requests that a neighbour's reading of nine files costs. */
  private static long listings(Scene scene, String bucket) throws IOException {
    int mark = scene.accounts().aws().log().entries().size();
    new Sessions(scene.application()).bySet("s3a://" + bucket + "/folder", Map.of());
    return scene.accounts().aws().log().entries().stream()
        .skip(mark)
        .filter(entry -> bucket.equals(entry.bucket()))
        .filter(entry -> entry.operation().startsWith("List"))
        .count();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
