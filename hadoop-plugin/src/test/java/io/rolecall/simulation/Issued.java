package io.rolecall.simulation;

/** A session as STS and the store know it. Times are true ones, in nanoseconds. */
final class Issued {

  final String accessKeyId;
  final int role;
  final long asked;
  final long ends;

  /** How far the driver's clock was off. */
  final long off;

  long revoked = Long.MAX_VALUE;

  Issued(String accessKeyId, int role, long asked, long ends, long off) {
    this.accessKeyId = accessKeyId;
    this.role = role;
    this.asked = asked;
    this.ends = ends;
    this.off = off;
  }

  boolean isValid(long now) {
    return now < ends && now < revoked;
  }

  String secret() {
    return "secret of " + accessKeyId;
  }

  String token() {
    return "token of " + accessKeyId;
  }
}
