/** Tests of the policy language. */
@NullMarked
package io.rolecall.localaws.policy;

import org.jspecify.annotations.NullMarked;
