package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process parses its routes once, whatever asks for them. */
class ParsedOnceTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {WorkByRoutes.LEAST, 2_000})
  void byCommandsTokensAndFileSystemsTogether(int routes) throws IOException {
    WorkByRoutes all = WorkByRoutes.of(folder, routes);
    try (RecordedLog log = new RecordedLog("io.rolecall.routes.json.RouteDocument", "DEBUG")) {
      for (WorkByRoutes.Work work : all.works().values()) {
        work.run();
      }
      assertThat(log.lines())
          .containsExactly(
              "DEBUG fs.s3a.rolecall.routes.file ("
                  + all.file()
                  + "): parsed "
                  + routes
                  + " routes");
    }
  }
}
