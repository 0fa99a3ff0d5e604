/** S3A's features through RolecallFileSystem, on sessions of five seconds. */
@NullMarked
package io.rolecall.contract;

import org.jspecify.annotations.NullMarked;
