@NullMarked
package io.rolecall.contract.report;

import org.jspecify.annotations.NullMarked;
