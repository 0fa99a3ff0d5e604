/**
 * What Rolecall uses of Comet's interface, by its names and signatures alone, to compile against:
 * Comet publishes it in one artifact with its native libraries, of 99 MB. None of this is in
 * Rolecall's jars. A suite runs the bridge with Comet's own classes.
 */
package org.apache.comet.cloud.s3;
