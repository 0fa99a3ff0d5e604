/**
 * Texts for people: tables, and what others wrote, as a message, a log or a terminal may have it.
 * JDK only.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.text;

import org.jspecify.annotations.NullMarked;
