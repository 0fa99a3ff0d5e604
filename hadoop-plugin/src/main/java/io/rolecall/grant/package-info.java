/**
 * What travels from a driver to its executors: routes and sessions, questions for them and answers,
 * and their wire formats. Knows nothing of AWS clients or Hadoop.
 *
 * <p>Not API: for Rolecall's own packages.
 */
@NullMarked
package io.rolecall.grant;

import org.jspecify.annotations.NullMarked;
