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
    MIGHT_PASS_BY,
    /** Something is not said that the job may need, and may find by other means. */
    INCOMPLETE
  }

  /**
   * Whether a job may start with it.
   *
   * @param unrouted whether the launch lets clients pass the routes by
   * @return whether it is a warning
   */
  public boolean warns(boolean unrouted) {
    return switch (kind) {
      case WRONG -> false;
      case PASSES_BY -> unrouted;
      case MIGHT_PASS_BY, INCOMPLETE -> true;
    };
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
