/** Web identity tokens: an issuer, and what verifies them. */
@NullMarked
package io.rolecall.localaws.oidc;

import org.jspecify.annotations.NullMarked;
