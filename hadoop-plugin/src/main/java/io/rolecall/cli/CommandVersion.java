package io.rolecall.cli;

import io.rolecall.doctor.written.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code rolecall --version} says. */
final class CommandVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "Rolecall " + Versions.rolecall(), "Hadoop " + Versions.hadoop(), "AWS SDK " + Versions.sdk()
    };
  }
}
