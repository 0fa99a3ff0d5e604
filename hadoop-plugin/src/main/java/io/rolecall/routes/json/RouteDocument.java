package io.rolecall.routes.json;

import io.rolecall.config.ConfigException;
import io.rolecall.process.Recent;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A routes document, parsed once and laid out by bucket and by client. Immutable.
 *
 * <p>A process meets the same text again and again: each file system brings its configuration, and
 * a job of a thousand buckets has a thousand. So the last few documents are remembered by their
 * text.
 */
public final class RouteDocument {

  private static final Logger LOG = LoggerFactory.getLogger(RouteDocument.class);

  /** Locations that mean every bucket without a route of its own. */
  private static final Set<String> EVERY_BUCKET = Set.of("s3a://*", "s3://*", "s3n://*");

  private static final int REMEMBERED = 4;
  private static final Recent<Source, RouteDocument> RECENT = new Recent<>(REMEMBERED);

  /** Where nobody has written one. */
  public static final RouteDocument EMPTY = new RouteDocument("", RoutesJson.Document.EMPTY);

  private final String origin;
  private final RoutesJson.Document document;
  private final Map<String, List<Located>> byBucket = new LinkedHashMap<>();
  private final Map<NamedClient, List<RoutesJson.Entry>> byClient = new LinkedHashMap<>();
  private final List<RoutesJson.Entry> ofEveryBucket = new ArrayList<>();
  private final Map<String, Set<String>> bucketsByRole = new HashMap<>();

  /** What a document is remembered by: errors name their origin. */
  private record Source(String text, String origin) {}

  /** A route of S3 as it is written, and where it is. */
  public record Located(RoutesJson.Entry entry, S3Location location) {}

  private RouteDocument(String origin, RoutesJson.Document document) {
    this.origin = origin;
    this.document = document;
    document.namedIdentities().forEach(this::checkIdentity);
    List<RoutesJson.Entry> entries = document.entries();
    for (int i = 0; i < entries.size(); i++) {
      RoutesJson.Entry entry = entries.get(i);
      Optional<Place> place = place(entry, i);
      if (place.isEmpty()) {
        ofEveryBucket.add(entry);
      } else {
        place
            .get()
            .match(
                location -> add(new Located(entry, location)),
                client -> byClient.computeIfAbsent(client, absent -> new ArrayList<>()).add(entry));
      }
    }
  }

  private boolean add(Located located) {
    String bucket = located.location().bucket();
    String role = located.entry().lastRole();
    if (role != null) {
      bucketsByRole.computeIfAbsent(role, absent -> new TreeSet<>()).add(bucket);
    }
    return byBucket.computeIfAbsent(bucket, absent -> new ArrayList<>()).add(located);
  }

  /**
   * Reads a document, or finds it among those that were read before.
   *
   * @param text the JSON
   * @param origin the key or file it comes from, for messages
   * @throws ConfigException if it is not a routes document, a route has no valid location, or an
   *     identity is none on any machine
   */
  public static RouteDocument of(String text, String origin) {
    Source source = new Source(text, origin);
    RouteDocument known = RECENT.find(source);
    if (known != null) {
      return known;
    }
    RouteDocument read = new RouteDocument(origin, RoutesJson.parse(text, origin));
    LOG.debug("{}: parsed {} routes", origin, read.document.entries().size());
    RECENT.put(source, read);
    return read;
  }

  /** Also one that no route uses: it is a mistake, or the name of another is. */
  private void checkIdentity(String name, RoutesJson.@Nullable Identity identity) {
    try {
      IdentityReader.check(name, identity);
    } catch (InvalidRouteException e) {
      throw new ConfigException(origin + ": " + e.getMessage(), e);
    }
  }

  /** Where a route is; empty for every bucket that no other route is for. */
  private Optional<Place> place(RoutesJson.@Nullable Entry entry, int index) {
    String route = origin + ": route " + (index + 1);
    String location = entry == null ? null : entry.location();
    String client = entry == null ? null : entry.client();
    if (location != null && client != null) {
      throw new ConfigException(
          route + " has 'location' and 'client': a client of another service has no location",
          null);
    }
    if (location != null && EVERY_BUCKET.contains(location)) {
      return Optional.empty();
    }
    try {
      if (client != null) {
        return Optional.of(new NamedClient(client));
      }
      if (location != null) {
        return Optional.of(S3Location.parse(location));
      }
    } catch (InvalidRouteException e) {
      throw new ConfigException(route + ": " + e.getMessage(), e);
    }
    throw new ConfigException(route + " has no 'location' and no 'client'", null);
  }

  /** The routes of a bucket, in the order in which they are written. */
  public List<Located> of(String bucket) {
    return byBucket.getOrDefault(bucket, List.of());
  }

  /** The routes of every bucket without a route of its own. */
  public List<RoutesJson.Entry> ofEveryBucket() {
    return ofEveryBucket;
  }

  /** The buckets that routes name, sorted. */
  public Set<String> buckets() {
    return new TreeSet<>(byBucket.keySet());
  }

  /** The buckets whose routes lead to a role, whoever they are for. */
  public Set<String> bucketsOf(RoleArn role) {
    return bucketsByRole.getOrDefault(role.toString(), Set.of());
  }

  /** The routes of a client, in the order in which they are written. */
  public List<RoutesJson.Entry> of(NamedClient client) {
    return byClient.getOrDefault(client, List.of());
  }

  /** The clients of other services that routes name, sorted. */
  public List<NamedClient> clients() {
    return byClient.keySet().stream().sorted(Comparator.comparing(NamedClient::name)).toList();
  }

  /** The identities, by their names. */
  public Map<String, RoutesJson.@Nullable Identity> identities() {
    return document.namedIdentities();
  }

  /** Its identities, and the endpoints and identities that its routes name; to be compared. */
  public Set<Object> places() {
    Set<Object> places = new HashSet<>(document.namedIdentities().entrySet());
    for (RoutesJson.Entry entry : document.entries()) {
      Stream.of(entry.by(), entry.identity())
          .filter(Objects::nonNull)
          .filter(name -> !name.equals(IdentityReader.BASE))
          .forEach(places::add);
      if (entry.stsEndpoint() != null) {
        places.add(List.of("stsEndpoint", entry.stsEndpoint()));
      }
      if (entry.region() != null) {
        // It is a part of the name of STS's host.
        places.add(List.of("region", entry.region()));
      }
    }
    return places;
  }

  /** The key or file it comes from. */
  public String origin() {
    return origin;
  }
}
