package io.rolecall.cli;

import org.apache.hadoop.util.VersionInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code rolecall --version} says. */
final class CommandVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "Rolecall " + rolecall(), "Hadoop " + VersionInfo.getVersion(), "AWS SDK " + sdk()
    };
  }

  static String rolecall() {
    String version = CommandVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  static String sdk() {
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
