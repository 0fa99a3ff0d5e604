/**
 * A small HTTP/1.1 server.
 *
 * <p>Why not the JDK's own: {@code com.sun.net.httpserver} always stamps its answers with the
 * machine's time, so an SDK could never correct its clock against a server whose clock is skewed on
 * purpose; it resolves a target such as {@code //key} as a host; it answers {@code Expect:
 * 100-continue} before anybody has looked at the signature; and it takes its latency settings from
 * system properties of the whole JVM.
 */
@NullMarked
package io.rolecall.localaws.http;

import org.jspecify.annotations.NullMarked;
