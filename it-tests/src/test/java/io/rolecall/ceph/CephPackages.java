package io.rolecall.ceph;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether Ceph is installed on this machine. */
final class CephPackages {

  /** What it takes, and what to install to have it. */
  private static final List<String> COMMANDS =
      List.of("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "monmaptool");

  private CephPackages() {}

  /** Why there can be no Ceph here, and what to do; empty if there can. */
  static Optional<String> missing() {
    List<String> missing = COMMANDS.stream().filter(command -> !isOnPath(command)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", missing)
                + " not installed: apt-get install --no-install-recommends ceph-mon ceph-osd"
                + " radosgw ceph-common");
  }

  private static boolean isOnPath(String command) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
