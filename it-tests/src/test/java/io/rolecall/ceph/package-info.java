/** Ceph's object gateway, a real S3 and STS that nobody here wrote, for tests. */
@NullMarked
package io.rolecall.ceph;

import org.jspecify.annotations.NullMarked;
