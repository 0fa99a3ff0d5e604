package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.delegation.JobTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;

/**
 * What asks for routes in a process: commands, what collects tokens, each file system.
 *
 * @param file the routes
 * @param works each kind of work, by its name
 */
record WorkByRoutes(Path file, Map<String, Work> works) {

  /** How many buckets tokens are collected for. */
  static final int LEAST = 20;

  /** One kind of work. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * All kinds, with a file of routes of their own.
   *
   * @param routes how many buckets are routed; {@link #LEAST} or more
   */
  static WorkByRoutes of(Path folder, int routes) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(routes + ".json"),
            IntStream.range(0, routes)
                .mapToObj(
                    i -> "{\"location\":\"s3a://bucket-" + i + "\",\"identity\":\"anonymous\"}")
                .collect(Collectors.joining(",", "{\"version\":1,\"routes\":[", "]}")));
    Map<String, String> keys = keys(file);
    Configuration conf = new Configuration();
    keys.forEach(conf::set);
    Map<String, Work> works = new LinkedHashMap<>();
    works.put("rolecall routes", () -> ends(setting(keys).run("routes")));
    works.put("rolecall check", () -> ends(setting(keys).run("check")));
    works.put(
        "tokens of 20 buckets, each by a file system",
        () -> {
          Credentials credentials = new Credentials();
          JobTokens.collect(conf, "yarn", credentials);
          assertThat(credentials.numberOfTokens()).isEqualTo(LEAST);
        });
    return new WorkByRoutes(file, works);
  }

  private static Map<String, String> keys(Path routes) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    keys.put("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    keys.put("fs.s3a.endpoint", "http://127.0.0.1:1");
    keys.put("fs.s3a.endpoint.region", "eu-west-1");
    keys.put("fs.s3a.rolecall.routes.file", routes.toString());
    keys.put(
        "fs.s3a.rolecall.token.locations",
        IntStream.range(0, LEAST)
            .mapToObj(i -> "s3a://bucket-" + i)
            .collect(Collectors.joining(",")));
    return keys;
  }

  private static CommandRun.Setting setting(Map<String, String> keys) {
    CommandRun.Setting setting = new CommandRun.Setting();
    keys.forEach(setting::conf);
    return setting;
  }

  private static void ends(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
