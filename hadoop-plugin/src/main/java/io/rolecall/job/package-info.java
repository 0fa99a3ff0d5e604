/**
 * The sessions of one user's job in this process, minted or pulled, and who has a share in them:
 * file systems, the driver that answers executors, and clients that sign for a whole bucket.
 *
 * <p>Not API: for Rolecall's own packages and rolecall-spark.
 */
@NullMarked
package io.rolecall.job;

import org.jspecify.annotations.NullMarked;
