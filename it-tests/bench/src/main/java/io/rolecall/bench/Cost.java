package io.rolecall.bench;

/**
 * What something took of the JVM that did it.
 *
 * @param cpu nanoseconds of a processor, of all threads but the collector's and the compilers'
 * @param clock nanoseconds that passed
 * @param heap bytes that these threads allocated
 */
record Cost(double cpu, double clock, double heap) {}
