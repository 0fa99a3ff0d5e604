package io.rolecall.doctor.written;

import org.apache.hadoop.util.VersionInfo;

/** The versions that this process runs with. */
public final class Versions {

  private Versions() {}

  /**
   * Rolecall's.
   *
   * @return the version, or that it is not told, because the classes are in no jar
   */
  public static String rolecall() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  /**
   * Hadoop's.
   *
   * @return the version of hadoop-common
   */
  public static String hadoop() {
    return VersionInfo.getVersion();
  }

  /**
   * The AWS SDK's.
   *
   * @return the version of its core, or that it is not there
   */
  public static String sdk() {
    try {
      // Not by name: the compiler would copy the constant of the SDK that it compiles against.
      return String.valueOf(
          Class.forName("software.amazon.awssdk.core.util.VersionInfo")
              .getField("SDK_VERSION")
              .get(null));
    } catch (ReflectiveOperationException | LinkageError e) {
      return "(not on the class path)";
    }
  }
}
