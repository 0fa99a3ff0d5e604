/** A whole job in virtual time, under faults that a seed draws. */
@NullMarked
package io.rolecall.simulation;

import org.jspecify.annotations.NullMarked;
