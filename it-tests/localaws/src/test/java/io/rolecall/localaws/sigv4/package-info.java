/** Tests of the signature checks. */
@NullMarked
package io.rolecall.localaws.sigv4;

import org.jspecify.annotations.NullMarked;
