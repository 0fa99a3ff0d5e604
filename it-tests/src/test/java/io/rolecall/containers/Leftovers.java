package io.rolecall.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What processes have left where others may look. Not thread-safe. */
public final class Leftovers {

  private final Map<String, String> texts = new LinkedHashMap<>();

  Leftovers() {}

  /**
   * Where a text occurs.
   *
   * @param text what to look for
   * @return the places, without the text
   */
  public List<String> holding(String text) {
    return texts.entrySet().stream()
        .filter(place -> place.getValue().contains(text))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * How much there is.
   *
   * @return bytes
   */
  public long size() {
    return texts.values().stream().mapToLong(String::length).sum();
  }

  /** A container's log, settings, own files and, if it runs, processes. */
  void container(Docker docker, String name) throws IOException {
    add(name + ": its log", docker.log(name));
    add(name + ": its settings", docker.inspect(name));
    if (docker.isRunning(name)) {
      add(
          name + ": environments and commands of its processes",
          docker.shell(name, "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null; true"));
    }
    List<String> changed = docker.changes(name);
    List<String> mounted = docker.mounted(name);
    for (String path : changed) {
      boolean isFolder = changed.stream().anyMatch(other -> other.startsWith(path + "/"));
      if (!isFolder && !mounted.contains(path)) {
        add(name + ":" + path, docker.copy(name, path));
      }
    }
  }

  /** All files below a folder. */
  void folder(String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        add(name + "/" + folder.relativize(file), Files.readAllBytes(file));
      }
    }
  }

  private void add(String name, byte[] bytes) {
    add(name, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private void add(String name, String text) {
    texts.put(name, text);
  }
}
