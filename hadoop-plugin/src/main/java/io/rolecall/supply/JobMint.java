package io.rolecall.supply;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.delegation.JobTokens;
import io.rolecall.route.S3Location;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;

/**
 * Mints the tokens of the current user with this process's base identity, each time for the same
 * job: by that, processes know newer tokens of theirs from another job's.
 */
final class JobMint implements Minting {

  private final Configuration conf;

  private JobMint(Configuration conf) {
    this.conf = conf;
  }

  /**
   * A mint.
   *
   * @param conf the job's configuration; is copied
   * @param locations what the tokens are for; empty for all that the configuration names
   * @param job the job's id, if the configuration has none; empty for one that is made up
   * @throws ConfigException if a location has a comma, which ends a location in the key
   */
  static JobMint of(Configuration conf, List<S3Location> locations, Optional<String> job) {
    Configuration own = JobConfiguration.of(conf, job);
    Map<String, List<String>> named = new LinkedHashMap<>();
    for (S3Location location : locations) {
      if (location.toString().contains(",")) {
        throw new ConfigException(
            "--for "
                + location
                + ": a location with a comma cannot be named; name the one above it",
            null);
      }
      named.computeIfAbsent(location.bucket(), first -> new ArrayList<>()).add(location.toString());
    }
    String key = RolecallKeys.TOKEN_LOCATIONS.name();
    if (!named.isEmpty()) {
      own.set(key, String.join(",", named.values().stream().flatMap(List::stream).toList()));
    }
    named.forEach(
        (bucket, those) ->
            own.set(
                "fs.s3a.bucket." + bucket + "." + key.substring("fs.s3a.".length()),
                String.join(",", those)));
    return new JobMint(own);
  }

  /** The job's id, which all of its tokens have. */
  String job() {
    return RolecallKeys.JOB_ID.get(conf);
  }

  @Override
  public Minted mint() throws IOException {
    Credentials credentials = new Credentials();
    Optional<Instant> end = JobTokens.collect(conf, "", credentials);
    if (credentials.numberOfTokens() == 0) {
      throw new ConfigException(
          "no route names a bucket that a token could be made for: add one to "
              + RolecallKeys.ROUTES.name()
              + ", or name a location with --for",
          null);
    }
    List<String> refused = new ArrayList<>();
    for (Token<?> token : credentials.getAllTokens()) {
      for (TokenContents.CarriedRoute route : TokenContents.of(token).routes()) {
        if (route.failure() != null) {
          refused.add(route.location() + " -> " + route.access() + ": " + route.failure());
        }
      }
    }
    return new Minted(credentials, end, refused);
  }
}
