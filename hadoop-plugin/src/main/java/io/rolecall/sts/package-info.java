/**
 * Assuming roles: the STS calls, what the job is called in them, and what their failures mean.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.sts;

import org.jspecify.annotations.NullMarked;
