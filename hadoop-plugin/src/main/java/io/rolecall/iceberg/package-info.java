/**
 * Apache Iceberg's S3FileIO by routes. Iceberg is optional: nothing else of Rolecall needs it.
 *
 * <p>Only the classes in {@code docs/api.md} are API.
 */
@NullMarked
package io.rolecall.iceberg;

import org.jspecify.annotations.NullMarked;
