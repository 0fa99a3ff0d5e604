/**
 * Apache Iceberg's S3FileIO by routes. Iceberg is optional: nothing else of Rolecall needs it.
 *
 * <p>API are the names in {@code docs/api.md} alone.
 */
@NullMarked
package io.rolecall.iceberg;

import org.jspecify.annotations.NullMarked;
