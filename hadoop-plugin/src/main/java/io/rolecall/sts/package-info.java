/** Assuming roles: the STS calls, what the job is called in them, and what their failures mean. */
@NullMarked
package io.rolecall.sts;

import org.jspecify.annotations.NullMarked;
