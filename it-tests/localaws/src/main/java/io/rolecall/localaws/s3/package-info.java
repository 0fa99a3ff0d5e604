/** S3: a request is told apart, authorised, and passed on to S3Mock. */
@NullMarked
package io.rolecall.localaws.s3;

import org.jspecify.annotations.NullMarked;
