package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link DoctorPropertiesTest} finds each fault that the commands once had, when it is planted
 * again: the class is compiled with the fault in it, and the property is tried with that class.
 */
class PlantedFaultsTest {

  /** How the property says that some verdict was not met often enough. */
  private static final String NOT_ENOUGH = "cases per verdict";

  private static final Path SOURCES = Path.of("src/main/java/io/rolecall");

  @TempDir private Path classes;
  @TempDir private Path folder;

  /**
   * A fault.
   *
   * @param what what a command says wrongly
   * @param file the source
   * @param right what stands there
   * @param wrong what is put in its place
   */
  private record Fault(String what, String file, String right, String wrong) {

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault(
            "a location that is closed to the user is accessed by the base identity",
            "doctor/routes/RoleCheck.java",
            "CheckStep.failed(ROLE, nobody.why(), null)",
            "CheckStep.ok(ROLE, \"it is accessed by the base identity itself\")"),
        new Fault(
            "check is about the process's user, whomever --user names",
            "cli/CheckCommand.java",
            "user.caller(conf)",
            "io.rolecall.routes.HadoopUser.current()"),
        new Fault(
            "explain knows no group mappings of --conf-file and --conf",
            "cli/ExplainCommand.java",
            "user.caller(conf)",
            "user.caller(new Configuration())"),
        new Fault(
            "a base identity without credentials works",
            "doctor/routes/RoleCheck.java",
            "present.put(base.identity(), isPresent(job, candidate, steps));",
            "present.put(base.identity(), true);"),
        new Fault(
            "nothing is routed, where every bucket is",
            "doctor/routes/NothingRoutedCheck.java",
            "&& context.sets().stream().allMatch(set -> set.everyOther().isEmpty())",
            ""),
        new Fault(
            "a bucket without a route is fine",
            "doctor/routes/NothingRoutedCheck.java",
            ".map(place -> failed(NoRoute.message(context.book(), place)))",
            ".map(place -> CheckStep.ok(\"routes\", place + \": 0 routes\"))"),
        new Fault(
            "a mistake of the base identity is blamed on STS",
            "doctor/routes/RoleCheck.java",
            "CheckStep.failed(IDENTITY, String.valueOf(e.getMessage()), null)",
            "CheckStep.failed(ROLE, \"STS refused \" + e.getMessage(), null)"),
        new Fault(
            "a mistake of the base identity is a bug",
            "doctor/routes/RoleCheck.java",
            "CheckStep.failed(IDENTITY, String.valueOf(e.getMessage()), null)",
            "((java.util.function.Supplier<CheckStep>) () -> {"
                + " throw new IllegalStateException(e); }).get()"));
  }

  /** Whoever changes such a place sees it at once, and not in a suite. */
  @ParameterizedTest
  @MethodSource("faults")
  void hasAPlaceInTheCode(Fault fault) throws IOException {
    assertThat(Files.readString(SOURCES.resolve(fault.file()))).contains(fault.right());
  }

  @Tag("suite")
  @ParameterizedTest
  @MethodSource("faults")
  void isFound(Fault fault) throws Exception {
    plant(SOURCES.resolve(fault.file()), fault.right(), fault.wrong());
    assertThat(catchThrowable(this::tryTheProperty))
        .isInstanceOf(AssertionError.class)
        .hasMessageNotContaining(NOT_ENOUGH);
  }

  /** A few set-ups, so that it fails for their number alone. */
  @Tag("suite")
  @Test
  void isNotFoundWhereNoneIs() throws Exception {
    plant(
        Path.of("src/test/java/io/rolecall/cli/DoctorPropertiesTest.java"),
        "SETUPS = 150",
        "SETUPS = 5");
    assertThat(catchThrowable(this::tryTheProperty))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(NOT_ENOUGH);
  }

  private void plant(Path file, String right, String wrong) throws IOException {
    String source = Files.readString(file);
    assertThat(source).as("%s without the fault", file).contains(right);
    compile(file.getFileName().toString(), source.replace(right, wrong));
  }

  private void compile(String file, String source) throws IOException {
    Path planted = classes.resolve("source").resolve(file);
    Files.createDirectories(planted.getParent());
    Files.writeString(planted, source);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean done =
          javac
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-nowarn",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      classes.toString()),
                  null,
                  files.getJavaFileObjects(planted))
              .call();
      assertThat(done).as(said.toString()).isTrue();
    }
  }

  /** With all classes loaded anew, as in a JVM of its own, and the planted one before others. */
  private void tryTheProperty() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader planted =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(planted);
      Class<?> type = planted.loadClass(DoctorPropertiesTest.class.getName());
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object test = constructor.newInstance();
      Field place = type.getDeclaredField("folder");
      place.setAccessible(true);
      place.set(test, folder);
      try {
        run(type, test, "commandsSayWhatTheFileSystemDoes");
      } finally {
        run(type, test, "close");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void run(Class<?> type, Object test, String name) throws Exception {
    Method method = type.getDeclaredMethod(name);
    method.setAccessible(true);
    try {
      method.invoke(test);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof AssertionError found) {
        throw found;
      }
      throw e;
    }
  }

  private URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
