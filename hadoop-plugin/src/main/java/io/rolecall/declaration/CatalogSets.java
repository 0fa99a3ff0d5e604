package io.rolecall.declaration;

import io.rolecall.text.OneLine;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings that Iceberg's catalogs of an application have for themselves. */
public final class CatalogSets {

  private static final Pattern KEY =
      Pattern.compile("spark\\.sql\\.catalog\\.([^.]+)\\.hadoop\\.(.+)");

  /** What to do where the set of a catalog is missing. */
  public static final String REMEDY =
      "Correct the name, set such keys at launch, or remove " + Declaration.CATALOG;

  private static final int LONGEST_NAME = 200;

  private CatalogSets() {}

  /**
   * Finds them.
   *
   * @param launched what an application is launched with
   * @return the keys behind {@code spark.sql.catalog.NAME.hadoop.} by {@code catalog NAME}
   */
  public static Map<String, Map<String, String>> of(Map<String, String> launched) {
    Map<String, Map<String, String>> catalogs = new TreeMap<>();
    launched.forEach(
        (name, value) -> {
          Matcher key = KEY.matcher(name);
          if (key.matches()) {
            catalogs
                .computeIfAbsent(name(key.group(1)), absent -> new TreeMap<>())
                .put(key.group(2), value);
          }
        });
    return catalogs;
  }

  /**
   * The name of the set of a catalog.
   *
   * @param catalog the catalog's name
   * @return the name
   */
  public static String name(String catalog) {
    return "catalog " + catalog.trim();
  }

  /**
   * That a catalog is named whose set there is not.
   *
   * @param catalog what {@link Declaration#CATALOG} says
   * @return what is wrong
   */
  public static String missing(String catalog) {
    String name = OneLine.of(catalog, LONGEST_NAME);
    return Declaration.CATALOG
        + " = '"
        + name
        + "': this application was started without any spark.sql.catalog."
        + name
        + ".hadoop.* keys";
  }
}
