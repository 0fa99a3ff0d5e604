/** Tests of the HTTP server. */
@NullMarked
package io.rolecall.localaws.http;

import org.jspecify.annotations.NullMarked;
