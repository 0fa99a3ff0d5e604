package io.rolecall.declaration;

import io.rolecall.route.NamedClient;
import io.rolecall.routes.RouteBook;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration is given for, and so which of its keys are in force.
 *
 * @param shown what messages call it
 * @param bucket the bucket, whose own keys go before those of all; empty for what is in none
 */
record Opened(String shown, Optional<String> bucket) {

  /** A bucket's file system, or a client's requests to a bucket. */
  static Opened bucket(@Nullable String bucket) {
    return new Opened("s3a://" + bucket, Optional.ofNullable(bucket));
  }

  /** A client of another service. */
  static Opened client(NamedClient client) {
    return new Opened(client.toString(), Optional.empty());
  }

  /** Each governed key as it is in force, by its name without the bucket's. */
  Map<String, Setting> inForce(Configuration conf) {
    return GovernedKeys.inForce(conf, bucket);
  }

  /** Has a configuration of the launch say what was given. */
  void choose(Difference difference, Configuration launched) {
    difference.choose(launched, bucket);
  }

  /** What the documents of routes name besides roles and locations. */
  Set<Object> places(RouteBook book) {
    return bucket.map(book::places).orElseGet(book::places);
  }

  /** Whether two sets say the same of it. */
  boolean isAlike(RouteBook one, RouteBook other) {
    return Difference.between(inForce(one.conf()), inForce(other.conf()), false).isEmpty();
  }
}
