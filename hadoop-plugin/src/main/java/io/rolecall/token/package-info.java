/**
 * Hadoop's delegation token of one bucket: what it carries, its wire format, for which locations it
 * is made, and where newer ones come from, such as a token file that was replaced.
 *
 * <p>Not API: for Rolecall's own packages, and Hadoop, which finds the token's kind as a service.
 */
@NullMarked
package io.rolecall.token;

import org.jspecify.annotations.NullMarked;
