/** Attacks on one running application, by those who only use it. */
@NullMarked
package io.rolecall.boundary;

import org.jspecify.annotations.NullMarked;
