package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.NamedClient;
import io.rolecall.routes.RouteBook;
import io.rolecall.text.OneLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The route that a catalog names for its clients of Glue, DynamoDB and KMS. */
final class NamedClientOfCatalog {

  private static final String PROVIDER = CatalogProperties.PROVIDER;
  private static final String NAME = PROVIDER + ".name";
  private static final int LONGEST = 200;

  private NamedClientOfCatalog() {}

  /**
   * Looks whether there is such a route.
   *
   * @param own what the catalog's properties begin with in Spark's
   * @param properties the catalog's properties
   * @param base the routes, which are those of all: a provider of credentials knows no catalog
   * @return what is wrong, if anything is
   */
  static Optional<CatalogFinding> check(
      String own, Map<String, String> properties, RouteBook base) {
    if (!properties.getOrDefault(PROVIDER, "").equals(CatalogProperties.NAMED)) {
      return Optional.empty();
    }
    List<String> names = base.clients().stream().map(NamedClient::name).toList();
    String name = properties.getOrDefault(NAME, "");
    String key = name.isEmpty() ? RolecallKeys.CLIENT.name() : own + NAME;
    String chosen = name.isEmpty() ? RolecallKeys.CLIENT.find(base.conf()).orElse("") : name;
    if (chosen.isEmpty()) {
      return wrong(
          own + PROVIDER + " = '" + CatalogProperties.NAMED + "', but no route is named",
          "Set "
              + own
              + NAME
              + " to the 'client' of one"
              + (names.isEmpty() ? "" : ": " + join(names)));
    }
    return names.contains(chosen)
        ? Optional.empty()
        : wrong(
            key
                + " = '"
                + OneLine.of(chosen, LONGEST)
                + "': no route has this name as its 'client'",
            "Write a route with \"client\": \""
                + OneLine.of(chosen, LONGEST)
                + "\""
                + (names.isEmpty() ? "" : ", or name one of: " + join(names)));
  }

  private static Optional<CatalogFinding> wrong(String text, String remedy) {
    return Optional.of(new CatalogFinding(Kind.WRONG, text, remedy));
  }

  private static String join(List<String> names) {
    return String.join(", ", names);
  }
}
