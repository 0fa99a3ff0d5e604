package io.rolecall.support;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the JSON of {@code fs.s3a.rolecall.routes}.
 *
 * <pre>{@code
 * new RoutesJson().role("s3a://data", reader).field("users", List.of("alice")).toString()
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class RoutesJson {

  private final List<List<String>> routes = new ArrayList<>();

  /**
   * Adds a route to a role.
   *
   * @param location what is routed, an s3a URI
   * @param arn the role
   * @return this
   */
  public RoutesJson role(String location, String arn) {
    return route(location).field("role", arn);
  }

  /**
   * Adds a route to the base identity itself.
   *
   * @param location what is routed, an s3a URI
   * @return this
   */
  public RoutesJson base(String location) {
    return route(location).field("identity", "base");
  }

  /**
   * Adds a route to the last of several roles, each assumed by the one before.
   *
   * @param location what is routed, an s3a URI
   * @param arns the roles, in their order
   * @return this
   */
  public RoutesJson chain(String location, String... arns) {
    return route(location)
        .raw(
            "roles",
            Stream.of(arns)
                .map(arn -> "{" + quoted("role") + ":" + quoted(arn) + "}")
                .collect(Collectors.joining(",", "[", "]")));
  }

  /**
   * Adds a field to the route that was added last.
   *
   * @param name its name
   * @param value its text
   * @return this
   */
  public RoutesJson field(String name, String value) {
    return raw(name, quoted(value));
  }

  /**
   * Adds a field to the route that was added last.
   *
   * @param name its name
   * @param values its texts
   * @return this
   */
  public RoutesJson field(String name, List<String> values) {
    return raw(
        name, values.stream().map(RoutesJson::quoted).collect(Collectors.joining(",", "[", "]")));
  }

  private RoutesJson route(String location) {
    routes.add(new ArrayList<>());
    return field("location", location);
  }

  private RoutesJson raw(String name, String json) {
    routes.get(routes.size() - 1).add(quoted(name) + ":" + json);
    return this;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * The JSON: all routes in the order in which they were added, on one line, for SQL and options.
   */
  @Override
  public String toString() {
    return routes.stream()
        .map(fields -> "{" + String.join(",", fields) + "}")
        .collect(Collectors.joining(",", "{\"version\":1,\"routes\":[", "]}"));
  }
}
