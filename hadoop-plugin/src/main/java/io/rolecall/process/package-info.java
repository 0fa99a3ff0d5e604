/**
 * What is the process's, or one of its threads', and not an object's: the home of static state that
 * changes, and the flag of interrupts. JDK only.
 *
 * <p>Whoever holds such state holds it in a {@code static final} field of one of these types, whose
 * contract says how it is shared, bounded and given up. {@code ProcessStateTest} finds other static
 * state of this module, and lists each exception with its reason.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.process;

import org.jspecify.annotations.NullMarked;
