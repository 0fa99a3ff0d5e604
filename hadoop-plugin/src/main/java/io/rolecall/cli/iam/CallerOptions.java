package io.rolecall.cli.iam;

import io.rolecall.iam.CallerNames;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What routes do not tell of the identities at the start of their chains. */
final class CallerOptions {

  @Option(
      names = "--principal",
      paramLabel = "ARN",
      description = {
        "The base identity, as 'aws sts get-caller-identity' prints it.",
        "Of a role's session, the role is taken."
      })
  private @Nullable String principal;

  @Option(
      names = "--saml-provider",
      paramLabel = "ARN",
      description = "The SAML provider, where an identity does not name it.")
  private @Nullable String samlProvider;

  @Option(
      names = "--saml-audience",
      paramLabel = "URL",
      description = "The audience of SAML assertions, if it is a region's own.")
  private @Nullable String samlAudience;

  @Option(
      names = "--oidc-provider",
      paramLabel = "ARN",
      description = "The OpenID Connect provider of web identity tokens.")
  private @Nullable String oidcProvider;

  @Option(
      names = "--subject",
      paramLabel = "SUB",
      description = "The subject of web identity tokens.")
  private @Nullable String subject;

  @Option(
      names = "--audience",
      paramLabel = "AUD",
      defaultValue = "sts.amazonaws.com",
      description = "The audience of web identity tokens; ${DEFAULT-VALUE} unless set.")
  private String audience;

  /** For picocli. */
  CallerOptions() {}

  /** What was said. */
  CallerNames names() {
    return new CallerNames(
        Optional.ofNullable(principal),
        Optional.ofNullable(samlProvider),
        Optional.ofNullable(samlAudience),
        Optional.ofNullable(oidcProvider),
        Optional.ofNullable(subject),
        audience);
  }
}
