/** Each key of S3A's: what becomes of it where a set-up is switched from S3A to Rolecall. */
@NullMarked
package io.rolecall.contract.keys;

import org.jspecify.annotations.NullMarked;
