/**
 * Texts for people.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.text;

import org.jspecify.annotations.NullMarked;
