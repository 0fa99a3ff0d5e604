/** IAM policies as documents, and what they come to together. */
@NullMarked
package io.rolecall.localaws.policy;

import org.jspecify.annotations.NullMarked;
