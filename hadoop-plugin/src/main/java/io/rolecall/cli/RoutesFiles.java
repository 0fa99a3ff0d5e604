package io.rolecall.cli;

import io.rolecall.config.RolecallKeys;
import io.rolecall.handoff.AnswerSources;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The files of routes that a configuration names, for all buckets or for one. */
final class RoutesFiles {

  private static final String NAME = RolecallKeys.ROUTES_FILE.name().substring("fs.s3a.".length());

  private RoutesFiles() {}

  /** Adds them, before they are read; any that lies on no disk makes the answer unknown. */
  static void addTo(AnswerSources sources, Configuration conf) {
    for (Map.Entry<String, String> key : conf) {
      if (key.getKey().startsWith("fs.s3a.") && key.getKey().endsWith(NAME)) {
        add(sources, conf.getTrimmed(key.getKey(), ""));
      }
    }
  }

  private static void add(AnswerSources sources, String location) {
    if (location.isEmpty()) {
      return;
    }
    try {
      Path file = Path.of(location);
      if (location.contains(":")) {
        sources.addUnknown();
      } else {
        sources.add(file);
      }
    } catch (InvalidPathException e) {
      sources.addUnknown();
    }
  }
}
