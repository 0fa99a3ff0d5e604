/** A YARN cluster of this machine, in a process of its own. */
@NullMarked
package io.rolecall.yarn;

import org.jspecify.annotations.NullMarked;
