/**
 * Signing requests to S3 by route, for every client of the AWS SDK: reading which bucket and key a
 * request is about, finding what signs it, repeating it if its session has expired, and splitting
 * bulk deletes that no single identity may do.
 *
 * <p>Not API: for the file system and the clients.
 */
@NullMarked
package io.rolecall.signing;

import org.jspecify.annotations.NullMarked;
