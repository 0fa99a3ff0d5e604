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
    return software.amazon.awssdk.core.util.VersionInfo.SDK_VERSION;
  }
}
