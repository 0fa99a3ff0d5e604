/** Programs to copy: clients of the AWS SDK that sign by routes. */
@NullMarked
package io.rolecall.examples;

import org.jspecify.annotations.NullMarked;
