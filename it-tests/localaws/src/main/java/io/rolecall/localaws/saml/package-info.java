/** A SAML identity provider, and what verifies its answers. */
@NullMarked
package io.rolecall.localaws.saml;

import org.jspecify.annotations.NullMarked;
