/** What runs in the application that is attacked, and who attacks it. */
@NullMarked
package io.rolecall.boundary;

import org.jspecify.annotations.NullMarked;
