/** STS: one class for each of its actions. */
@NullMarked
package io.rolecall.localaws.sts;

import org.jspecify.annotations.NullMarked;
