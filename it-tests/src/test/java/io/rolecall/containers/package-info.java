/** A Spark standalone cluster and LocalAws in containers, and what can be done to them. */
@NullMarked
package io.rolecall.containers;

import org.jspecify.annotations.NullMarked;
