/**
 * The document of routes, its fields and what they mean: identities, chains of roles, scopes and
 * terms of sessions; and what keys say of the same.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.routes.json;

import org.jspecify.annotations.NullMarked;
