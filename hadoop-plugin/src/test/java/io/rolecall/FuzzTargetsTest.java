package io.rolecall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every decoder of foreign bytes takes the corpus, and what a few thousand small changes make of
 * it. {@code it-tests/run fuzz} looks for more, by coverage; what it finds becomes a file of the
 * corpus.
 */
class FuzzTargetsTest {

  private static final int CHANGES = 2000;
  private static final Path SOURCES = Path.of("src/test/java");
  private static final Path CORPUS = Path.of("src/test/fuzz");

  /** All that the suite runs: one that is written later is among them. */
  static List<Class<?>> targets() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .map(file -> SOURCES.relativize(file).toString())
          .filter(file -> file.endsWith("Fuzz.java"))
          .sorted()
          .<Class<?>>map(FuzzTargetsTest::named)
          .toList();
    }
  }

  private static Class<?> named(String file) {
    try {
      return Class.forName(file.replace(".java", "").replace(File.separatorChar, '.'));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void takesWhateverComes(Class<?> target) throws Exception {
    List<byte[]> corpus = corpus(target);
    assertThat(corpus).as("corpus of %s", target.getSimpleName()).isNotEmpty();
    Random chance = new Random(4711);
    run(target, new byte[0]);
    for (byte[] seed : corpus) {
      run(target, seed);
      for (int i = 0; i < CHANGES / corpus.size(); i++) {
        run(target, changed(seed, chance));
      }
    }
  }

  private static List<byte[]> corpus(Class<?> target) throws IOException {
    try (Stream<Path> files = Files.list(CORPUS.resolve(target.getSimpleName()))) {
      return files.sorted().map(FuzzTargetsTest::read).toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Class<?> target, byte[] data) throws Exception {
    try {
      target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) data);
    } catch (InvocationTargetException e) {
      throw new AssertionError(
          target.getSimpleName() + " of " + HexFormat.of().formatHex(data), e.getCause());
    }
  }

  /** Some bytes changed, left out, doubled, or swapped for numbers that are at a bound. */
  private static byte[] changed(byte[] seed, Random chance) {
    byte[] data = seed.clone();
    for (int i = chance.nextInt(4); i >= 0 && data.length > 0; i--) {
      int at = chance.nextInt(data.length);
      switch (chance.nextInt(5)) {
        case 0 -> data[at] = (byte) chance.nextInt(256);
        case 1 -> data[at] ^= (byte) (1 << chance.nextInt(8));
        case 2 -> data = Arrays.copyOf(data, at);
        case 3 -> {
          byte[] longer = Arrays.copyOf(data, data.length + at);
          System.arraycopy(data, 0, longer, data.length, at);
          data = longer;
        }
        default -> Arrays.fill(data, at, Math.min(data.length, at + 4), (byte) -1);
      }
    }
    return data;
  }
}
