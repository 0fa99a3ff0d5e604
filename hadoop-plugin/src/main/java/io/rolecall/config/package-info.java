/** Every configuration key, and reading routes from them and from JSON. */
@NullMarked
package io.rolecall.config;

import org.jspecify.annotations.NullMarked;
