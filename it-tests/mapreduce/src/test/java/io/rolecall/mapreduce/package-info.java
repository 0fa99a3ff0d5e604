/** MapReduce jobs and Hadoop's commands, as the guides tell them. */
@NullMarked
package io.rolecall.mapreduce;

import org.jspecify.annotations.NullMarked;
