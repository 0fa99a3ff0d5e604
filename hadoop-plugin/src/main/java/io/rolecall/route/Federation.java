package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A sign-in elsewhere, which STS exchanges for a session of a role. It has no credentials of its
 * own: it gives the first role of a route.
 */
public sealed interface Federation extends IdentitySource {

  /**
   * What each kind means to the caller. There is no other way to tell them apart.
   *
   * @param webIdentity for an OpenID Connect token
   * @param saml for a SAML assertion
   * @param <R> the answer's type
   * @return the answer
   */
  <R> R matchSignIn(
      Function<? super WebIdentity, ? extends R> webIdentity,
      Function<? super Saml, ? extends R> saml);

  @Override
  default <R> R match(
      Function<? super OwnCredentials, ? extends R> own,
      Function<? super Federation, ? extends R> signIn) {
    return signIn.apply(this);
  }

  /**
   * An OpenID Connect token, exchanged by AssumeRoleWithWebIdentity.
   *
   * @param tokenFile the file that holds the token; it may be replaced at any time
   */
  record WebIdentity(Path tokenFile) implements Federation {

    /** Checks that nothing is null. */
    public WebIdentity {
      requireNonNull(tokenFile, "tokenFile");
    }

    @Override
    public <R> R matchSignIn(
        Function<? super WebIdentity, ? extends R> webIdentity,
        Function<? super Saml, ? extends R> saml) {
      return webIdentity.apply(this);
    }

    @Override
    public String distinction() {
      return toString();
    }

    @Override
    public String toString() {
      return "the web identity token of " + tokenFile;
    }
  }

  /**
   * A SAML assertion, exchanged by AssumeRoleWithSAML.
   *
   * @param assertion where the assertion comes from
   * @param provider the ARN of the SAML provider; absent: the one that the assertion names beside
   *     the role
   */
  record Saml(Assertion assertion, Optional<String> provider) implements Federation {

    /** Checks that nothing is null. */
    public Saml {
      requireNonNull(assertion, "assertion");
      requireNonNull(provider, "provider");
    }

    @Override
    public <R> R matchSignIn(
        Function<? super WebIdentity, ? extends R> webIdentity,
        Function<? super Saml, ? extends R> saml) {
      return saml.apply(this);
    }

    @Override
    public String distinction() {
      return "saml " + assertion.distinction() + provider.map(arn -> " of " + arn).orElse("");
    }

    @Override
    public String toString() {
      return "the SAML assertion of " + assertion;
    }
  }
}
