package io.rolecall.spark.selftest;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.security.CodeSource;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;
import org.jspecify.annotations.Nullable;

/**
 * The versions that a process runs with. This class uses nothing of Rolecall's Hadoop jar, which
 * may be what is missing.
 *
 * @param versions versions, by the name of what has them
 * @param missing what could not be loaded; null if everything could
 * @param twice what is loaded twice, and from where; null if nothing is
 */
record JarsFacts(Map<String, String> versions, @Nullable String missing, @Nullable String twice)
    implements Serializable {

  private static final String FILE_SYSTEM = "io.rolecall.s3a.RolecallFileSystem";

  /**
   * Asks for them. Made here, because its class must load where Rolecall's Hadoop jar is missing.
   */
  static Question<JarsFacts> question() {
    return JarsFacts::here;
  }

  /** This process's. */
  static JarsFacts here() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("Java", System.getProperty("java.version", ""));
    versions.put("Spark", SparkVersion.here());
    versions.put("Hadoop", VersionInfo.getVersion());
    versions.put("rolecall-spark", version(JarsFacts.class));
    try {
      Class<?> fileSystem = Class.forName(FILE_SYSTEM, true, loader());
      versions.put("rolecall-hadoop-plugin", version(fileSystem));
      versions.put("AWS SDK", sdk(fileSystem.getClassLoader()));
      return new JarsFacts(versions, null, twice(fileSystem));
    } catch (ClassNotFoundException | LinkageError e) {
      return new JarsFacts(versions, e.toString(), null);
    }
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }

  private static String version(Class<?> of) {
    String version = of.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  private static String sdk(ClassLoader loader) {
    try {
      return String.valueOf(
          Class.forName("io.rolecall.doctor.written.Versions", true, loader)
              .getMethod("sdk")
              .invoke(null));
    } catch (ReflectiveOperationException e) {
      return e instanceof InvocationTargetException ? String.valueOf(e.getCause()) : e.toString();
    }
  }

  /** Two copies of a class are two classes: one has the sessions, and the other asks for them. */
  private static @Nullable String twice(Class<?> fileSystem) {
    for (ClassLoader other :
        new ClassLoader[] {
          ClassLoader.getSystemClassLoader(), new Configuration(false).getClassLoader()
        }) {
      String there = other(FILE_SYSTEM, fileSystem, other);
      if (there != null) {
        return there;
      }
    }
    // Hadoop makes S3A's classes by name, with the loader that it knows.
    return other("org.apache.hadoop.fs.s3a.S3AFileSystem", fileSystem.getSuperclass(), loader());
  }

  private static @Nullable String other(String name, Class<?> known, ClassLoader loader) {
    try {
      Class<?> found = Class.forName(name, false, loader);
      return found == known ? null : name + " from " + jar(known) + " and from " + jar(found);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  private static String jar(Class<?> of) {
    CodeSource source = of.getProtectionDomain().getCodeSource();
    return source == null ? "the JDK" : source.getLocation().getPath();
  }
}
