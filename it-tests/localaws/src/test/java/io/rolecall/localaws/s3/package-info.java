/** Tests of what a request of S3 asks for. */
@NullMarked
package io.rolecall.localaws.s3;

import org.jspecify.annotations.NullMarked;
