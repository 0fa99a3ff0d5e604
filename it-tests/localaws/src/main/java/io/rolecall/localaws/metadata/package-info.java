/** Instance metadata and container credentials: the machine's own role. */
@NullMarked
package io.rolecall.localaws.metadata;

import org.jspecify.annotations.NullMarked;
