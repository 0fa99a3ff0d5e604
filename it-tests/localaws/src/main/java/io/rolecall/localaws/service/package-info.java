/** What all services have in common: a request and its answer, who signed it, the clock, faults. */
@NullMarked
package io.rolecall.localaws.service;

import org.jspecify.annotations.NullMarked;
