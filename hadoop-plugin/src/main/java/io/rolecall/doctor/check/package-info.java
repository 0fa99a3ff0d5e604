/**
 * What a check is, what it looks at, what it finds, and how that is shown.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.doctor.check;

import org.jspecify.annotations.NullMarked;
