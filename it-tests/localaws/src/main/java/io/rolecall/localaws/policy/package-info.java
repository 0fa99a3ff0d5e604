/** IAM policies, as far as S3 access needs them. */
@NullMarked
package io.rolecall.localaws.policy;

import org.jspecify.annotations.NullMarked;
