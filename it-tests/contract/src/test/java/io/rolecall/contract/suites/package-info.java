/**
 * Hadoop's contract suites, as S3A runs them.
 *
 * <p>In Hadoop 3.4 the suites are of JUnit 4, in 3.5 of JUnit 5. One source serves both: what is
 * annotated here for JUnit 5 overrides what Hadoop annotated for JUnit 4, which JUnit 4 then calls.
 * So there are no tests here that Hadoop does not have, what sets up a suite that has nothing to
 * override is annotated for both, and a test is skipped by {@code ContractTestUtils.skip}, never by
 * an annotation.
 */
@NullMarked
package io.rolecall.contract.suites;

import org.jspecify.annotations.NullMarked;
