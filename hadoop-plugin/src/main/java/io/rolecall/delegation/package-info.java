/**
 * What Hadoop calls for tokens: S3A's token binding, the fetcher of {@code hadoop dtutil}, and
 * collecting the tokens of a job.
 *
 * <p>Not API: for Rolecall's own packages. S3A and Hadoop's services find the binding and the
 * fetcher by their names.
 */
@NullMarked
package io.rolecall.delegation;

import org.jspecify.annotations.NullMarked;
