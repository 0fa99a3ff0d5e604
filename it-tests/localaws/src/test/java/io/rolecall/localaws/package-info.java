/** Tests of the local stand-in for AWS. */
@NullMarked
package io.rolecall.localaws;

import org.jspecify.annotations.NullMarked;
