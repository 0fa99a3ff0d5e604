package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.AttackedApplication.Scene;
import io.rolecall.localaws.log.AccessLog.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two catalogs like Iceberg's, with a role each for one bucket, which the operator has declared by
 * {@code spark.sql.catalog.C.hadoop.fs.s3a.bucket.B.assumed.role.arn}.
 */
@ExtendWith(AttackedApplication.class)
class ITestCatalogs {

  @Test
  void eachFileIsSignedByTheRoleOfItsCatalog(Scene scene) throws Exception {
    int mark = scene.accounts().aws().log().entries().size();
    List<String> files =
        scene
            .application()
            .run(
                CatalogWrites.class,
                Map.of("bronze", "s3a://shared/bronze", "silver", "s3a://shared/silver"))
            .lines()
            .toList();
    assertThat(files).hasSize(32);
    List<Entry> entries = scene.accounts().aws().log().entries();
    Map<String, List<String>> signers =
        entries.subList(mark, entries.size()).stream()
            .filter(entry -> "shared".equals(entry.bucket()))
            .collect(
                Collectors.groupingBy(
                    entry -> String.valueOf(entry.key()).split("/")[0],
                    Collectors.collectingAndThen(
                        Collectors.mapping(Accounts::signer, Collectors.toSet()), List::copyOf)));
    assertThat(signers)
        .isEqualTo(
            Map.of(
                "bronze", List.of(Accounts.BRONZE_ROLE), "silver", List.of(Accounts.SILVER_ROLE)));
    scene.neighbour().assertContent();
  }

  @Test
  void aCatalogsRoleIsNotForTheOther(Scene scene) throws IOException {
    Outcome outcome =
        Outcome.of(
            () ->
                new DriverPrograms(scene.application())
                    .byCopy("s3a://shared/bronze/secret", Map.of()));
    assertThat(outcome.failed()).isTrue();
    assertThat(scene.accounts().aws().log().bucket("shared"))
        .filteredOn(entry -> "bronze/secret".equals(entry.key()))
        .as("requests of one whom no catalog has given a role")
        .isEmpty();
  }
}
