package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hadoop is in one class loader and Rolecall in one below it, as with {@code spark-submit --jars}.
 * Hadoop's own loader sees nothing of Rolecall.
 */
@Timeout(120)
class ForeignLoaderTest {

  private URLClassLoader hadoop;
  private URLClassLoader job;
  private ClassLoader before;

  @BeforeEach
  void splitTheClassPath() throws IOException {
    List<URL> ours = new ArrayList<>();
    List<URL> others = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      File file = new File(entry);
      boolean own = file.getParentFile().getName().equals("target");
      (own ? ours : others).add(file.toURI().toURL());
    }
    hadoop = new URLClassLoader(others.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    job = new URLClassLoader(ours.toArray(URL[]::new), hadoop);
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void close() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    job.close();
    hadoop.close();
  }

  /** Who signed the request of a file system that was made in the job's loader. */
  private Object signer(String isolation, boolean configurationOfJob) throws Exception {
    Thread.currentThread().setContextClassLoader(configurationOfJob ? job : hadoop);
    return ((Callable<?>)
            job.loadClass(OneRequest.class.getName())
                .getDeclaredConstructor(String.class)
                .newInstance(isolation))
        .call();
  }

  @Test
  void theLoadersAreApart() throws Exception {
    assertThatThrownBy(() -> hadoop.loadClass(RolecallFileSystem.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(job.loadClass("org.apache.hadoop.fs.s3a.S3AFileSystem").getClassLoader())
        .isSameAs(hadoop);
    assertThat(job.loadClass(RolecallFileSystem.class.getName()).getClassLoader()).isSameAs(job);
  }

  @ParameterizedTest
  @CsvSource({
    // isolation, whether the configuration looks for classes in the job's loader
    "'',    true",
    "true,  true",
    "false, true",
    "'',    false",
    "true,  false",
  })
  void theRoutedRoleSigns(String isolation, boolean configurationOfJob) throws Exception {
    assertThat(signer(isolation, configurationOfJob)).isEqualTo("[HEAD /b1/x by key-1]");
  }

  /** Why Rolecall does not turn it off: somebody else's loader is then asked. */
  @Test
  void withoutIsolationTheLoaderOfTheConfigurationDecides() {
    assertThatThrownBy(() -> signer("false", false))
        .rootCause()
        .isInstanceOf(ClassNotFoundException.class);
  }
}
