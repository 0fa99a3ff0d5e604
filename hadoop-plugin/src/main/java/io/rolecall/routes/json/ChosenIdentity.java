package io.rolecall.routes.json;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.IdentitySource;
import org.jspecify.annotations.Nullable;

/**
 * A base identity as routes use it.
 *
 * @param source where its credentials come from
 * @param role the role that a sign-in gives, which then assumes the routes' roles; null if it gives
 *     them itself, or is no sign-in
 */
public record ChosenIdentity(IdentitySource source, @Nullable String role) {

  public ChosenIdentity {
    requireNonNull(source, "source");
  }

  boolean isSignIn() {
    return source.match(own -> false, signIn -> true);
  }

  /** Whether the names of its sessions are what a SAML assertion says. */
  public boolean namesSessions() {
    return source.match(own -> false, signIn -> signIn.matchSignIn(web -> false, saml -> true));
  }
}
