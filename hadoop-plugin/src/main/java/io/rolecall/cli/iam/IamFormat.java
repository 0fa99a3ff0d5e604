package io.rolecall.cli.iam;

import io.rolecall.cli.options.OutputOptions;
import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.template.CloudFormationTemplate;
import io.rolecall.iam.template.TerraformDocument;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The forms of {@code rolecall iam}. */
enum IamFormat {
  /** IAM's JSON, one policy after the other, for people. */
  TEXT("text", "iam.txt", owner -> Optional.of(IamText.of(owner))),
  /** All in one JSON document. */
  JSON("json", "iam.json", owner -> Optional.of(OutputOptions.toJson(owner) + "\n")),
  /** Terraform's JSON syntax. */
  TERRAFORM("terraform", "rolecall.tf.json", owner -> written(TerraformDocument.of(owner))),
  /** A template of CloudFormation. */
  CLOUDFORMATION(
      "cloudformation",
      "rolecall.template.json",
      owner -> written(CloudFormationTemplate.of(owner)));

  private final String formatName;
  private final String fileName;
  private final Function<AccountPolicies, Optional<String>> writer;

  IamFormat(
      String formatName, String fileName, Function<AccountPolicies, Optional<String>> writer) {
    this.formatName = formatName;
    this.fileName = fileName;
    this.writer = writer;
  }

  private static Optional<String> written(Optional<Map<String, Object>> document) {
    return document.map(whole -> OutputOptions.toJson(whole) + "\n");
  }

  /** What users call it. */
  String formatName() {
    return formatName;
  }

  /** What a file of it is called. */
  String fileName() {
    return fileName;
  }

  /** Whether each account is a document of its own, which has no place for notes. */
  boolean isPerAccount() {
    return this == TERRAFORM || this == CLOUDFORMATION;
  }

  /** What one owner sets, with a line end; empty if it is nothing. */
  Optional<String> write(AccountPolicies owner) {
    return writer.apply(owner);
  }

  private static List<String> names() {
    return Stream.of(values()).map(IamFormat::formatName).toList();
  }

  /** The names, for help and completion. */
  static final class Names implements Iterable<String> {

    /** For picocli. */
    Names() {}

    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  /** Reads the name of a format. */
  static final class Converter implements ITypeConverter<IamFormat> {

    /** For picocli. */
    Converter() {}

    @Override
    public IamFormat convert(String text) {
      return Stream.of(values())
          .filter(format -> format.formatName.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is not known; expected one of "
                          + String.join(", ", names())));
    }
  }
}
