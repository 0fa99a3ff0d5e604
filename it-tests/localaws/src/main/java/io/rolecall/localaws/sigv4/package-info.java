/**
 * Verifies AWS Signature Version 4 by hand: header signatures, presigned URLs and signed chunks.
 *
 * <p>Nothing here comes from the AWS SDK: a check that signs with the client's own code would share
 * the client's mistakes.
 */
@NullMarked
package io.rolecall.localaws.sigv4;

import org.jspecify.annotations.NullMarked;
