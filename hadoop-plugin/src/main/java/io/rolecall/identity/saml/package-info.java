/**
 * Signing in with SAML: assertions, and what the identity provider's response says.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.identity.saml;

import org.jspecify.annotations.NullMarked;
