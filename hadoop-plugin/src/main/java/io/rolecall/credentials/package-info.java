/**
 * What a request is signed with: the credentials of each route, the identity that carries them to
 * the signer, and refusals in the form that S3A understands.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.credentials;

import org.jspecify.annotations.NullMarked;
