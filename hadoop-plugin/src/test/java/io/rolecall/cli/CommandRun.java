package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.Terminal;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What one run of the command left behind.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record CommandRun(int exitCode, String out, String err) {

  /** Runs the command in a pipe, as user {@code alice} would have it where the command asks. */
  static CommandRun of(String... arguments) {
    return new Setting().run(arguments);
  }

  /** A run's surroundings. */
  public static final class Setting {

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> configuration = new ArrayList<>();
    private Path home = Path.of("/nonexistent");
    private boolean seen;
    private Clock clock = Clock.systemUTC();

    Setting environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    Setting home(Path folder) {
      home = folder;
      return this;
    }

    Setting clock(Clock other) {
      clock = other;
      return this;
    }

    /** Standard output is a terminal. */
    Setting seen() {
      seen = true;
      return this;
    }

    /** A file of the configuration. */
    public Setting file(Path file) {
      configuration.add("--conf-file=" + file);
      return this;
    }

    /** A base identity, and the STS that it may call: in a file, where secrets belong. */
    Setting reaching(FakeSts sts, Path folder) throws IOException {
      Configuration conf = new Configuration(false);
      sts.reach(conf);
      Path keys = folder.resolve("keys.xml");
      try (OutputStream out = Files.newOutputStream(keys)) {
        conf.writeXml(out);
      }
      return file(keys);
    }

    /** A key of the configuration. */
    public Setting conf(String key, String value) {
      configuration.add("--conf=" + key + "=" + value);
      return this;
    }

    public CommandRun run(String... arguments) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      List<String> all = new ArrayList<>(List.of(arguments));
      int command = all.indexOf("--");
      all.addAll(command < 0 ? all.size() : command, configuration);
      int exitCode =
          RolecallCommand.run(
              new CommandContext(
                  new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), seen),
                  environment,
                  home,
                  clock),
              all.toArray(String[]::new));
      return new CommandRun(exitCode, out.toString(), err.toString());
    }
  }
}
