/**
 * The mappings of other tools, turned into routes: in theirs the first mapping that fits decides,
 * in ours the location, then the user, then the group.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.mappings;

import org.jspecify.annotations.NullMarked;
