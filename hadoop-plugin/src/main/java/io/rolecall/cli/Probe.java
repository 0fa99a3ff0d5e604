package io.rolecall.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code rolecall check --probe} tries at a location. */
enum Probe {
  /** List it. */
  LIST("s3:ListBucket on the bucket"),
  /** Read one object. */
  READ("s3:GetObject, and kms:Decrypt if the object is encrypted with a KMS key"),
  /** Write a small object, and delete it. */
  WRITE("s3:PutObject and s3:DeleteObject, and kms:GenerateDataKey if the bucket encrypts by KMS");

  private final String rights;

  Probe(String rights) {
    this.rights = rights;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a role needs for it. */
  String rights() {
    return rights;
  }

  /** Reads the name of a probe. */
  static final class Converter implements ITypeConverter<Probe> {

    @Override
    public Probe convert(String text) {
      for (Probe probe : values()) {
        if (probe.word().equals(text)) {
          return probe;
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is not known; expected list, read, write, or several with commas");
    }
  }
}
