/** Jobs of Tez, on the clusters and machines of {@code it-tests/mapreduce}. */
@NullMarked
package io.rolecall.mapreduce;

import org.jspecify.annotations.NullMarked;
