package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.routes.HadoopUser;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is kept is used by the next application if that gives it the same. */
class NextLaunchTest extends LaunchedApplication {

  @TempDir private Path folder;

  /** What was read counts, and not what an edited file, or another thread's loader, says later. */
  @Test
  void whatWasLaunchedIsReadOnceAndForAll() throws IOException {
    Path site = Files.writeString(folder.resolve("late-site.xml"), site("one"));
    Configuration files = new Configuration();
    files.addResource(site.toUri().toURL());
    AtomicReference<ClassLoader> readWith = new AtomicReference<>();
    ClassLoader asking = new URLClassLoader(new URL[0], null);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(asking);
    Declaration declaration;
    try {
      declaration =
          Declaration.of(
              new Launch(
                  this,
                  () -> {
                    readWith.set(Thread.currentThread().getContextClassLoader());
                    return files;
                  },
                  Map.of(),
                  "",
                  false));
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(asking);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(readWith.get()).isSameAs(Declaration.class.getClassLoader());
    Configuration conf = declaration.sets().get(0).conf();
    assertThat(conf.getClassLoader()).isSameAs(Declaration.class.getClassLoader());
    Files.writeString(site, site("two"));
    Configuration.addDefaultResource("a-file-that-another-class-names.xml");
    assertThat(conf.get("fs.s3a.endpoint")).isEqualTo("one");
  }

  private static String site(String endpoint) {
    return "<configuration><property><name>fs.s3a.endpoint</name><value>%s</value></property></configuration>"
        .formatted(endpoint);
  }

  @Test
  void theNextLaunchGivesTheSameWhereItSaysTheSame() throws IOException {
    Path routes = folder.resolve("routes.json");
    launched.unset("fs.s3a.bucket.data.assumed.role.arn");
    launched.set("fs.s3a.rolecall.routes.file", routes.toString());
    Files.writeString(routes, routesOf(READER));
    Configuration kept = new Configuration(launched);
    Declaration before = declaration();
    assertThat(before.admit(kept, "data").of("data", HadoopUser.current()).routes().byPrefix())
        .hasSize(1);
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current())).isTrue();
    Files.writeString(routes, routesOf(WRITER));
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current()))
        .as("the same file, which says something else")
        .isFalse();
    Files.delete(routes);
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current())).isFalse();
  }

  @Test
  void theNextLaunchDoesNotGiveWhatItRefuses() {
    Configuration kept = new Configuration(launched);
    Declaration before = declaration();
    launched.set("fs.s3a.endpoint", "https://another.example");
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current())).isFalse();
  }

  private static String routesOf(String role) {
    return "{\"version\": 1, \"routes\": [{\"location\": \"s3a://data\", \"role\": \""
        + role
        + "\"}]}";
  }
}
