/** The access log: every request, who sent it, and how it ended. */
@NullMarked
package io.rolecall.localaws.log;

import org.jspecify.annotations.NullMarked;
