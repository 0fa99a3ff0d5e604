package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A client of another service of AWS (Glue, DynamoDB, KMS), by the name that its route gives it. It
 * is in no bucket: no route or key of buckets is for it.
 *
 * @param name the {@code client} of its route
 */
public record NamedClient(String name) implements Place {

  /** What stands before the name where a place is one text. */
  static final String SCHEME = "client:";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,62}");

  /** Validates the name. */
  public NamedClient {
    requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRouteException(
          "'"
              + name
              + "' is not the name of a client: expected a letter, then up to 62 letters, digits, '.',"
              + " '-', '_'");
    }
  }

  @Override
  public <R> R match(
      Function<? super S3Location, ? extends R> location,
      Function<? super NamedClient, ? extends R> client) {
    return client.apply(this);
  }

  @Override
  public String written() {
    return "\"client\": \"" + name + "\"";
  }

  /**
   * A client as users write it where locations may stand, too.
   *
   * @param name its name, perhaps none that a client may have
   * @return the text
   */
  public static String shown(String name) {
    return SCHEME + name;
  }

  /** The client as users write it where locations may stand, too. */
  @Override
  public String toString() {
    return shown(name);
  }
}
