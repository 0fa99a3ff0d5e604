/**
 * What EMRFS asks for credentials: {@code fs.s3.customAWSCredentialsProvider}, for both versions of
 * the AWS SDK. Nothing else of Rolecall knows the SDK's version 1.
 *
 * <p>API are the names in {@code docs/api.md} alone.
 */
@NullMarked
package io.rolecall.emrfs;

import org.jspecify.annotations.NullMarked;
