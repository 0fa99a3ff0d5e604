package io.rolecall.declaration;

import io.rolecall.routes.RouteBook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The routes of a launch: those of the set that every application has, and those of each name that
 * the launch gives settings of its own. Immutable.
 */
public final class DeclaredSets {

  /** The name of the set that every launch has. */
  static final String BASE = "";

  private final Map<String, RouteBook> sets = new LinkedHashMap<>();

  private DeclaredSets() {}

  /**
   * The sets. Nothing is read yet.
   *
   * @param base the configuration of all; must not change any more
   * @param own further settings by name, each over the base, as {@link CatalogSets} finds them
   * @param source what is said of where the further settings come from
   * @return the sets
   */
  public static DeclaredSets of(
      Configuration base, Map<String, Map<String, String>> own, String source) {
    DeclaredSets declared = new DeclaredSets();
    declared.sets.put(BASE, RouteBook.of(BASE, base));
    own.forEach(
        (name, settings) -> {
          Configuration named = new Configuration(base);
          settings.forEach((key, value) -> named.set(key, value, source));
          declared.sets.put(name, RouteBook.of(name, named));
        });
    return declared;
  }

  /**
   * All of them.
   *
   * @return the routes of each set; the base is the first
   */
  public List<RouteBook> all() {
    return List.copyOf(sets.values());
  }

  /** The set of a name; empty if the launch gives it no settings. */
  Optional<RouteBook> find(String name) {
    return Optional.ofNullable(sets.get(name));
  }

  /**
   * Whether a file system of one set has what one of the other has: routes, and every key that says
   * who signs or where a request goes.
   *
   * @param one a set
   * @param other another one
   * @param bucket the file system's bucket
   * @return false if a file system of the one is not one of the other
   */
  public static boolean agree(RouteBook one, RouteBook other, String bucket) {
    return Difference.between(
            GovernedKeys.inForce(one.conf(), bucket),
            GovernedKeys.inForce(other.conf(), bucket),
            false)
        .isEmpty();
  }

  /** The names; no settings. */
  @Override
  public String toString() {
    return sets.keySet().toString();
  }
}
