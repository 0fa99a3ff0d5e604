/** What the contract suites said of plain S3A and of Rolecall, test by test. */
@NullMarked
package io.rolecall.contract.report;

import org.jspecify.annotations.NullMarked;
