package io.rolecall.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long whatever asks for routes takes with few of them and with many: {@code
 * it-tests/run bench routes}. It holds no limit: {@link ParsedOnceTest} holds why they are alike.
 */
@Tag("suite")
class RoutesTimesTest {

  private static final int FEW = WorkByRoutes.LEAST;
  private static final int MANY = 2_000;

  @TempDir private Path folder;

  private Map<String, Long> times(int routes) throws IOException {
    Map<String, Long> times = new LinkedHashMap<>();
    for (Map.Entry<String, WorkByRoutes.Work> work :
        WorkByRoutes.of(folder, routes).works().entrySet()) {
      long start = System.nanoTime();
      work.getValue().run();
      times.put(work.getKey(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
    return times;
  }

  @Test
  void arePrintedSideBySide() throws IOException {
    times(FEW + 1); // Loads classes, which would be measured with the first of the two.
    Map<String, Long> few = times(FEW);
    Map<String, Long> many = times(MANY);
    System.out.printf("%-46s %8s %8s%n", "milliseconds with routes", FEW, MANY);
    few.forEach(
        (what, time) ->
            System.out.printf("%-46s %8d %8d%n", what, time, requireNonNull(many.get(what))));
  }
}
