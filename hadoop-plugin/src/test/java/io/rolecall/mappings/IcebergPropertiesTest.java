package io.rolecall.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.mappings.ImportedRoutes.Entry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcebergPropertiesTest {

  private static final String ROLE = "arn:aws:iam::222222222222:role/lake";

  @Test
  void aCatalogsRoleIsThatOfItsWarehouse() throws MappingException {
    ImportedRoutes routes =
        IcebergProperties.routes(
            """
            # spark-defaults.conf
            spark.sql.catalog.lake org.apache.iceberg.spark.SparkCatalog
            spark.sql.catalog.lake.warehouse s3://results/lake
            spark.sql.catalog.lake.client.factory org.apache.iceberg.aws.AssumeRoleAwsClientFactory
            spark.sql.catalog.lake.client.assume-role.arn arn:aws:iam::222222222222:role/lake
            spark.sql.catalog.lake.client.assume-role.external-id contract-4711
            spark.sql.catalog.lake.client.assume-role.timeout-sec 3600
            spark.sql.catalog.lake.client.assume-role.session-name nightly
            spark.sql.catalog.lake.client.assume-role.region eu-west-1
            spark.sql.catalog.lake.client.assume-role.tags.team blue
            """);
    assertThat(routes.document().routes())
        .containsExactly(
            new Entry(
                "s3a://results/lake",
                null,
                null,
                null,
                ROLE,
                null,
                null,
                "nightly",
                "contract-4711",
                "3600s",
                Map.of("team", "blue"),
                "eu-west-1"));
    assertThat(routes.problems()).isEmpty();
    assertThat(routes.differences())
        .containsExactly(
            "catalog 'lake': remove client.factory and client.assume-role.*, and set"
                + " s3.client-factory-impl = io.rolecall.iceberg.RolecallClientFactory if its files"
                + " are S3FileIO's. Tables outside its warehouse need routes of their own");
  }

  @ParameterizedTest
  @CsvSource({
    "type=glue, Glue",
    "type=GLUE, Glue",
    "catalog-impl=org.apache.iceberg.aws.glue.GlueCatalog, Glue",
    "catalog-impl=org.apache.iceberg.aws.dynamodb.DynamoDbCatalog, DynamoDB"
  })
  void aCatalogInAServiceOfAwsHasARouteOfItsNameToo(String property, String service)
      throws MappingException {
    ImportedRoutes routes =
        IcebergProperties.routes(
            property
                + """

                warehouse=s3://results/lake
                client.assume-role.arn=arn:aws:iam::222222222222:role/lake
                """);
    assertThat(routes.document().routes())
        .extracting(Entry::toString)
        .containsExactly("s3a://results/lake -> " + ROLE, "client:catalog -> " + ROLE);
    assertThat(routes.differences())
        .contains(
            "catalog 'catalog': its role called "
                + service
                + " too. For that, set client.credentials-provider ="
                + " io.rolecall.client.NamedCredentialsProvider and client.credentials-provider.name ="
                + " catalog");
  }

  @Test
  void whatCannotBecomeARouteIsNamed() throws MappingException {
    ImportedRoutes routes =
        IcebergProperties.routes(
            """
            spark.sql.catalog.a.client.assume-role.arn=arn:aws:iam::222222222222:role/lake
            spark.sql.catalog.a.warehouse=s3://results/lake
            spark.sql.catalog.b.client.assume-role.arn=arn:aws:iam::222222222222:role/other
            spark.sql.catalog.b.warehouse=s3a://results/lake/
            spark.sql.catalog.c.client.assume-role.arn=arn:aws:iam::222222222222:role/other
            """);
    assertThat(routes.document().routes()).hasSize(1);
    assertThat(routes.problems())
        .containsExactly(
            "catalog 'b': its warehouse s3a://results/lake is that of catalog 'a': give each a set of"
                + " keys of its own (spark.sql.catalog.NAME.hadoop.fs.s3a.assumed.role.arn)",
            "catalog 'c': its 'warehouse' (none) is no location of S3: write a route for the locations"
                + " of its tables");
  }

  @Test
  void aFileWithoutARoleIsRefused() {
    assertThatThrownBy(() -> IcebergProperties.routes("type=hadoop"))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining("has no 'client.assume-role.arn' of a catalog");
  }
}
