/**
 * What Hadoop calls for tokens: S3A's token binding, the fetcher of {@code hadoop dt}, and
 * collecting the tokens of a job.
 *
 * <p>API are the names of {@link io.rolecall.delegation.RolecallTokenBinding} and {@link
 * io.rolecall.delegation.RolecallDtFetcher} alone, which configurations and services say.
 */
@NullMarked
package io.rolecall.delegation;

import org.jspecify.annotations.NullMarked;
