/** A job of Apache Iceberg for tests. */
@NullMarked
package io.rolecall.clients;

import org.jspecify.annotations.NullMarked;
