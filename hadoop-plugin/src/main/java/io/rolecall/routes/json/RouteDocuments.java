package io.rolecall.routes.json;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The documents that the keys of one configuration name, each read once: a bucket's own key may
 * name another than those of all. Thread-safe.
 */
public final class RouteDocuments {

  private final ConcurrentMap<Name, RouteDocument> documents = new ConcurrentHashMap<>();

  /** What a key says, and whether that is the document itself or where it is. */
  private record Name(String value, boolean isFile) {}

  /**
   * The document of a bucket, or of all.
   *
   * @param config the bucket's settings
   * @return the document; empty if no key names one
   * @throws ConfigException if two keys do, or it cannot be read
   */
  public RouteDocument of(RolecallConfig config) {
    Optional<String> inline = config.find(RolecallKeys.ROUTES);
    Optional<String> file = config.find(RolecallKeys.ROUTES_FILE);
    if (inline.isPresent() && file.isPresent()) {
      throw new ConfigException(
          "both "
              + RolecallKeys.ROUTES.written(config.conf())
              + " and "
              + RolecallKeys.ROUTES_FILE.written(config.conf())
              + " are set; keep one",
          null);
    }
    if (inline.isPresent()) {
      return read(
          new Name(inline.get(), false), RolecallKeys.ROUTES.written(config.conf()), inline.get());
    }
    if (file.isEmpty()) {
      return RouteDocument.EMPTY;
    }
    String location = file.get();
    Name name = new Name(location, true);
    RouteDocument known = documents.get(name);
    return known != null
        ? known
        : read(
            name,
            RolecallKeys.ROUTES_FILE.written(config.conf()) + " (" + location + ")",
            new RoutesFile(location, config.conf()).read());
  }

  private RouteDocument read(Name name, String origin, String text) {
    RouteDocument known = documents.get(name);
    if (known != null) {
      return known;
    }
    // Not computeIfAbsent: nobody waits while another reads.
    RouteDocument read = RouteDocument.of(text, origin);
    RouteDocument before = documents.putIfAbsent(name, read);
    return before == null ? read : before;
  }
}
