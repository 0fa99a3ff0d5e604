package io.rolecall.catalogs;

/**
 * What is to be said of a catalog, or of a native reader.
 *
 * @param kind how bad it is
 * @param text what is wrong
 * @param remedy what to do
 */
public record CatalogFinding(Kind kind, String text, String remedy) {

  /** How bad it is. */
  public enum Kind {
    /** The job cannot work so. */
    WRONG,
    /** Files that are routed would pass the routes by. */
    PASSES_BY,
    /** They might. */
    MIGHT_PASS_BY
  }

  /**
   * Both, as one message.
   *
   * @return what is wrong and what to do
   */
  public String message() {
    return text + ". " + remedy;
  }
}
