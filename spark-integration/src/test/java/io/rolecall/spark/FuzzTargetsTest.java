package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every decoder of what reaches the driver's port takes the corpus, each beginning of it, and each
 * of its bits flipped. {@code it-tests/run fuzz} looks for more, by coverage.
 */
class FuzzTargetsTest {

  private static final int MOST_FLIPPED = 4096;
  private static final Path SOURCES = Path.of("src/test/java");
  private static final Path CORPUS = Path.of("src/test/fuzz");

  /** All that the suite runs: one that is written later is among them. */
  static List<String> targets() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .map(file -> SOURCES.relativize(file).toString())
          .filter(file -> file.endsWith("Fuzz.java"))
          .map(file -> file.replace(".java", "").replace(File.separatorChar, '.'))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void takesWhateverComes(String target) throws Exception {
    Class<?> fuzz = Class.forName(target);
    List<byte[]> corpus = corpus(fuzz);
    assertThat(corpus).as("corpus of %s", target).isNotEmpty();
    for (byte[] seed : corpus) {
      for (int length = 0; length <= seed.length; length++) {
        run(fuzz, Arrays.copyOf(seed, length));
      }
      for (int bit = 0; bit < Math.min(MOST_FLIPPED, 8 * seed.length); bit++) {
        byte[] flipped = seed.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        run(fuzz, flipped);
      }
    }
  }

  private static List<byte[]> corpus(Class<?> target) throws IOException {
    try (Stream<Path> files = Files.list(CORPUS.resolve(target.getSimpleName()))) {
      List<byte[]> seeds = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
      return seeds;
    }
  }

  private static void run(Class<?> target, byte[] data) throws Exception {
    target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) data);
  }
}
