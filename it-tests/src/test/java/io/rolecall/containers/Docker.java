package io.rolecall.containers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The docker command, as far as these tests need it: containers of one network, each of which finds
 * the others by their short names. Closing it removes all of them, and so does the end of this JVM.
 * Not thread-safe.
 */
public final class Docker implements AutoCloseable {

  /** A Debian with Java, faketime and iptables; {@code it-tests/containers/docker} makes it. */
  static final String IMAGE = "rolecall/faults";

  /** Why the suite could not start Docker, or not make the image. */
  private static final String NO_CONTAINERS = "ROLECALL_NO_CONTAINERS";

  private static final String IN_SECONDS = "120";

  private final String network;
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final Thread atExit = new Thread(this::removeAll, "rolecall-remove-containers");

  private Docker(String network) {
    this.network = network;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Why there can be no containers here.
   *
   * @return the reason; empty if there can
   */
  public static Optional<String> missing() {
    String why = System.getenv(NO_CONTAINERS);
    if (why != null) {
      return Optional.of("no containers: " + why);
    }
    try {
      call("image", "inspect", IMAGE);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "no Docker with an image " + IMAGE + " answers: it-tests/run faults makes both");
    }
  }

  /**
   * A network without containers.
   *
   * @param name what its containers' names begin with
   * @return the network, to be closed
   * @throws IOException if it cannot be made
   */
  public static Docker network(String name) throws IOException {
    call("network", "create", name);
    return new Docker(name);
  }

  /**
   * The command that runs a container; it is left to the caller to start it.
   *
   * @param name the short name
   * @param options of {@code docker run}
   * @param command what runs in it
   */
  List<String> runCommand(String name, List<String> options, List<String> command) {
    names.add(name);
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "docker", "run", "--network", network, "--network-alias", name, "--hostname", name));
    words.addAll(List.of("--name", container(name)));
    words.addAll(options);
    words.add(IMAGE);
    words.addAll(command);
    return words;
  }

  /** Runs a container in the background. */
  void start(String name, List<String> options, List<String> command) throws IOException {
    List<String> detached = new ArrayList<>(options);
    detached.add(0, "--detach");
    List<String> words = runCommand(name, detached, command);
    call(words.subList(1, words.size()).toArray(String[]::new));
  }

  /** The short names of all containers that were started and not removed. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** What Docker knows of a container: its settings with environment and command. */
  String inspect(String name) throws IOException {
    return call("inspect", container(name));
  }

  /** The address of a container in the network. */
  String address(String name) throws IOException {
    return call(
            "inspect",
            "--format",
            "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
            container(name))
        .trim();
  }

  /** Whether a container runs, suspended or not. */
  boolean isRunning(String name) throws IOException {
    return call("inspect", "--format", "{{.State.Running}}", container(name)).trim().equals("true");
  }

  /** The exit code of a container that has ended. */
  int exitCode(String name) throws IOException {
    return Integer.parseInt(
        call("inspect", "--format", "{{.State.ExitCode}}", container(name)).trim());
  }

  /** What a container has printed. */
  String log(String name) throws IOException {
    return call("logs", container(name));
  }

  /** Runs a command of a shell in a container. */
  String shell(String name, String command) throws IOException {
    return call("exec", container(name), "sh", "-c", command);
  }

  /** Suspends all processes of a container. */
  void pause(String name) throws IOException {
    call("pause", container(name));
  }

  /** Lets them go on. */
  void unpause(String name) throws IOException {
    call("unpause", container(name));
  }

  /** Kills all processes of a container, which learn nothing of it. */
  void kill(String name) throws IOException {
    call("kill", "--signal", "KILL", container(name));
  }

  /** Removes a container, running or not; one that never came to be is no failure. */
  void remove(String name) throws IOException {
    try {
      call("rm", "--force", "--volumes", container(name));
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No such container")) {
        throw e;
      }
    }
    names.remove(name);
  }

  /** The paths that a container has added to its image, or changed. */
  List<String> changes(String name) throws IOException {
    return call("diff", container(name))
        .lines()
        .filter(line -> line.startsWith("A ") || line.startsWith("C "))
        .map(line -> line.substring(2))
        .toList();
  }

  /** The paths at which a container sees what is not its own. */
  List<String> mounted(String name) throws IOException {
    return call(
            "inspect",
            "--format",
            "{{range .Mounts}}{{println .Destination}}{{end}}",
            container(name))
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** A file of a container, or a folder with all below it, as a tar archive. */
  byte[] copy(String name, String path) throws IOException {
    return bytes("cp", container(name) + ":" + path, "-");
  }

  private String container(String name) {
    return network + "-" + name;
  }

  private static String call(String... words) throws IOException {
    return new String(bytes(words), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String... words) throws IOException {
    List<String> command =
        Stream.concat(Stream.of("timeout", IN_SECONDS, "docker"), Stream.of(words)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (InputStream said = process.getInputStream()) {
      byte[] all = said.readAllBytes();
      if (process.waitFor() != 0) {
        throw new IOException(
            String.join(" ", command) + ": " + new String(all, StandardCharsets.UTF_8));
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + command, e);
    }
  }

  /** Removes the containers and the network. */
  @Override
  public void close() throws IOException {
    for (String name : names()) {
      remove(name);
    }
    call("network", "rm", network);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void removeAll() {
    try {
      for (String name : names()) {
        remove(name);
      }
      call("network", "rm", network);
    } catch (IOException e) {
      System.err.println("containers or networks named " + network + "... are left: " + e);
    }
  }
}
